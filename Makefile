# What a developer types. `make demo` shows what Tenet is for, `make test` proves that it works.

.PHONY: demo test release reference bench

demo:            ## build and take the example project through the steps
	cargo run -- demo

test:            ## everything: format, lints, tests, peers, browser; installs what it needs
	bash checks/all.sh

release:         ## the full-speed binary: target/release/tenet
	cargo build --workspace --release

reference:       ## write docs/reference anew from the code
	UPDATE_REFERENCE=1 cargo test --workspace --test binary reference

bench: release   ## side by side with peers; see benches/README.md
	bash benches/all.sh
