# What people run. `make check` is what CI runs; it needs Go, and installs nothing but Go modules.

GO ?= go
BIN := bin/hearsay
export HEARSAY_SHARED_DATA ?= $(abspath ../shared/data)

# The race detector needs cgo and a C compiler; without them the tests run all the same.
RACE := $(shell command -v $(firstword $(shell $(GO) env CC)) >/dev/null 2>&1 && echo -race)

.PHONY: build demo check format vet staticcheck test same fuzz bench bench-growth bench-web bench-readers shots golden kill powercut restore-drill bitrot hostile web200 big-warc soak mail-kill clean

build:
	CGO_ENABLED=0 $(GO) build -trimpath -o $(BIN) ./cmd/hearsay

demo: build
	$(BIN) --data demo-data demo

check: format vet staticcheck test build

format:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go' 2>/dev/null || find . -name '*.go')); \
	if [ -n "$$unformatted" ]; then echo "not formatted: $$unformatted"; exit 1; fi

vet:
	$(GO) vet ./...

staticcheck:
	$(GO) tool staticcheck ./...

# The layers are a test of the root package. Under the race detector run all tests that need neither evaluation data nor
# the built program; then all run without it: evaluations, which compute much and share nothing, and tests of time.
# What takes longest begins first, so that it is not alone at the end.
LONG := ./cmd/hearsay ./internal/web ./internal/pipeline
test:
ifeq ($(RACE),)
	CGO_ENABLED=0 $(GO) test ./...
else
	CGO_ENABLED=1 HEARSAY_SHARED_DATA= $(GO) test $(RACE) -timeout 20m $$($(GO) list $(LONG) ./... | grep -v -e /cmd/ -e /internal/eval$$)
	$(GO) test -timeout 20m $(LONG) ./...
endif

# The same captures give the same ledger, to the byte: in three orders of arrival, with 1, 2 and 8 workers, derived anew
# from each stage, and by a process that is started again every day.
same:
	CGO_ENABLED=0 $(GO) test -count=1 -run '^TestSame' -v ./internal/pipeline

# Every fuzz target for a while: make fuzz FUZZTIME=10m
FUZZTIME ?= 20s
fuzz:
	@$(GO) list ./... | while read p; do \
		for f in $$($(GO) test -list '^Fuzz' $$p | grep '^Fuzz'); do \
			echo "$$p $$f"; $(GO) test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 1s $$p || exit 1; \
		done; done

# Documents per second end to end and per stage, and peak memory.
bench: build
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestBench$$' -v -timeout 60m ./cmd/hearsay

# What a document costs with 1,000 documents held, and with up to 200,000. HEARSAY_GROWTH says another number, HEARSAY_LEDGER
# a folder where what was filled is kept, to be gone on with.
bench-growth:
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestGrowth$$' -v -timeout 10h ./cmd/hearsay

# How long each kind of page takes with 200,000 documents held, and how much it weighs. HEARSAY_LEDGER as above.
bench-web:
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestBenchWeb$$' -v -timeout 10h ./cmd/hearsay

# Readers of an issue's page and feed, 500 requests a second, with ETag: how long they wait.
bench-readers:
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestReadersOfADigest$$' -v -timeout 20m ./cmd/hearsay

# Every page as a picture, light and dark, wide and narrow, into the folder shots.
shots:
	HEARSAY_REQUIRE_BROWSER=1 HEARSAY_SHOTS=$(abspath $(or $(SHOTS),shots)) $(GO) test -count=1 -run 'TestShots' -v ./internal/web

# Write the golden files anew; then read the difference.
golden:
	$(GO) test $$(grep -rl 'flag.Bool("update"' --include='*_test.go' . | xargs -n1 dirname | sort -u) -update

# 60 × kill -9 during an import.
kill: build
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run TestKilled -v -timeout 60m ./cmd/hearsay

# Simulated power cuts, with variants that must fail; as root, on a loop mount.
powercut: build
	HEARSAY_SLOW=1 HEARSAY_CUTS=$(or $(CUTS),20) HEARSAY_RESULTS=$(abspath docs/results) \
		$(GO) test -count=1 -run 'TestPowerCut|TestFullDisk|TestCollectingGoesOn' -v -timeout 60m ./cmd/hearsay

# 20 backups under load, each restored elsewhere, verified and asked. HEARSAY_DRILLS says another number.
restore-drill:
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestRestoreDrill$$' -v -timeout 60m ./cmd/hearsay

# Every single-bit flip in a segment is found.
bitrot:
	HEARSAY_SLOW=1 $(GO) test -count=1 -run TestFlipped -v ./internal/pipeline

# The table of hostile inputs with what its tests say: docs/hostile.md.
hostile:
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestHostileInputs$$' -v -timeout 30m .

# 10,000 looks at 200 hosts on loopback, 50 of which do not behave: everything is accounted for, nobody is pressed, and the
# others are as quick as without them.
web200:
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestBadHosts' -v -timeout 10m ./internal/pipeline

# An archive of 1 GiB, as crawlers of news write them, is imported, interrupted, killed, and gone on with, in memory that does
# not grow with it. HEARSAY_BIG_WARC says another number of MiB.
big-warc:
	HEARSAY_SLOW=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestBigWARC' -v -timeout 3h ./cmd/hearsay

# Collecting from a local web with all stages, for so long; fails where memory, goroutines or open files grow: make soak
# HEARSAY_SOAK=2h
HEARSAY_SOAK ?= 30m
soak:
	HEARSAY_SLOW=1 HEARSAY_SOAK=$(HEARSAY_SOAK) HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestSoak$$' -v -timeout 25h ./cmd/hearsay

# 10,000 letters to a local SMTP server, with 20 × kill -9 of the desk that sends them.
mail-kill: build
	HEARSAY_SLOW=1 HEARSAY_REQUIRE_SMTP=1 HEARSAY_RESULTS=$(abspath docs/results) $(GO) test -count=1 -run '^TestMailIsSentOnce' -v -timeout 60m ./cmd/hearsay

clean:
	rm -rf bin demo-data
