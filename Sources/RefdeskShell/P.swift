internal import RefdeskCore
enum Pages {}
