.PHONY: run test format lint release faq

run:
	Scripts/run

test:
	Scripts/test

format:
	swift format --in-place --recursive --parallel Sources Tests Plugins Package.swift

lint:
	swift format lint --strict --recursive --parallel Sources Tests Plugins Package.swift

# One file without any shared library, to copy to another machine of the same kind.
release:
	Scripts/prepare
	swift build -c release --product refdesk --scratch-path .build-release -Xswiftc -static-executable
	strip -o refdesk .build-release/release/refdesk
	@ls -l refdesk

# Everything the desk knows as pages: open faq/faq.html.
faq:
	Scripts/run faq -o faq
	@for system in wordpress drupal phpmyfaq; do .build/release/refdesk faq --to csv --csv $$system -o faq || exit 1; done
