# `make up` and `make test` are the two to know; `make help` lists the rest.
# -B keeps Python's caches out of the tree; the path is Debian's own, not a version manager's.
python := /usr/bin/python3 -B

.PHONY: help up down setup build test check nightly bench lint format clean
.DEFAULT_GOAL := help

help:  ## this list
	@sed -n 's/^\([a-z]*\):  *## /make \1\t/p' $(MAKEFILE_LIST) | expand -t 14

up:  ## install, build, start Berth and an example service; again changes nothing
	@tools/up

down:  ## stop and remove all that `make up` made
	@tools/down

setup:  ## install what is missing to build, run and test
	@tools/setup build run test

build:  ## release build, build/release/berth
	@tools/setup build
	@tools/build release berth

test:  ## every test there is; ends with a line of counts
	@tools/setup build run test
	@$(python) tools/run_tests

check:  ## tidy, unit tests and scenarios: under a minute after a build
	@$(python) tools/run_tests tidy unit scenarios

nightly:  ## ten thousand seeds of the simulator, from the newest commit on; about an hour
	@tools/build release sim
	@build/release/sim --seeds 10000 --from $$(git rev-parse HEAD) --replay-check --jobs $$(nproc)

bench:  ## benchmarks, release build
	@tools/setup build run
	@tools/build release berth_bench berth
	@build/release/berth_bench
	@tools/docker_up build/engine
	@/usr/bin/python3 -B bench/agent_bench.py; code=$$?; tools/docker_down build/engine; exit $$code

lint:  ## clang-tidy over everything; slow, optional
	@tools/lint

format:  ## write the one formatting
	@tools/format

clean:  ## remove build folders
	@rm -rf build
