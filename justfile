# List the recipes.
default:
    @just --list

# What a pull request has to pass.
ci: fmt lint test deny

fmt:
    cargo fmt --check

lint:
    cargo clippy --all-targets -- -D warnings

# Everything, on real components; installs what it needs.
test:
    sh tests/run.sh

deny:
    cargo deny check

# Medians and peak memory, beside peers.
bench:
    cargo bench

# Rewrite the derived files: schemas, expected renderings, and what the examples generate.
update:
    UPDATE_SCHEMA=1 UPDATE_EXPECTED=1 UPDATE_GOLDEN=1 \
        cargo nextest run -E "binary(program) & test(/^(schemas|manifest_errors|golden)::/)"
