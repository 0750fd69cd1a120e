// The least that a Swift program can take: what `ask` is held against.
print("hello")
