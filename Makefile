.PHONY: run test format lint release check-release bench faq

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
	Scripts/release

# Size, symbols and instruction counts of the release binary.
check-release: release
	Scripts/check-release

# Speed, beside the least that can be had: see Documentation/performance.md.
bench: release
	python3 Benchmarks/bench.py ./refdesk

# Everything the desk knows as pages: open faq/faq.html.
faq:
	Scripts/run faq -o faq
	@for system in wordpress drupal phpmyfaq; do .build/release/refdesk faq --to csv --csv $$system -o faq || exit 1; done
