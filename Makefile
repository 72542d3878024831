# `make help` lists the targets. What they need is installed by scripts/build/need where that is
# possible (Debian and its kin, as root or with sudo), and named where it is not.

# Arguments of JMH for `make bench`: a benchmark's name, -f 1, ...
ARGS ?=
# How long `make soak` goes on, and by which seed; without one it takes another each time.
MINUTES ?= 1
SEED ?=
# How long `make fuzz` looks for what breaks each of its targets.
SECONDS ?= 60
# What `make fuzz` runs: a module, a class and its method.
FUZZERS := library:TextFuzzer\#lines library:TextFuzzer\#text library:ProcFuzzer\#parse diagnosis:TraceFuzzer\#log command:CommandLineFuzzer\#parse

# The modules that the command is made of.
COMMAND := libc jnr library diagnosis command
AGENT := libc library dropin diagnosis agent
JAR := target/penstock.jar
JFFI := target/jffi/libjffi-1.2.so
JNI := target/jni/libpenstock.so
CDS := target/cds/made
# The command's first program, which starts the JVM where one is needed.
FIRST := native/build/penstock
CARRIED := native/build/jar/dev/penstock/internal/spawn/launch.sha256

# A jar of classes that are half written must not look finished.
.DELETE_ON_ERROR:

all: $(JAR) $(JFFI) $(JNI) $(FIRST) $(CDS) native ## build all that scripts/penstock needs, and native/ (the default)

include scripts/build/java.mk
include packaging/package.mk

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' $(MAKEFILE_LIST) | expand -t 12
	@echo
	@echo 'More: make -C src/library, make -C src/benchmarks'

demo: all ## stall a pipe on purpose, and show each way out of it
	scripts/penstock reproduce
	@echo
	@echo 'Next:'
	@echo '  scripts/penstock --help              all commands'
	@echo '  scripts/stall-strace                 the same stall, seen through strace alone'
	@echo '  make test                            all tests'
	@echo '  make install PREFIX=$$HOME/.local     penstock on your PATH'

test: native ## all tests: Java, the scripts, shellcheck
	scripts/build/need javac mvn strace zstd python3
	$(MVN) verify
	@# Once more near the kernel, on the binding that is taken where JNI's library does not load.
	@$(MAKE) --no-print-directory -C src/library test-jnr SKIP=process
	@# verify has written the jar anew, and the rest hangs on it
	@$(MAKE) --no-print-directory all
	scripts/build/test-penstock
	scripts/build/test-run
	scripts/build/test-pty
	scripts/build/test-ci
	scripts/build/test-agent
	scripts/build/test-stall-strace
	scripts/build/test-pipe-scripts
	scripts/build/test-shell

release: ## what is published, built twice and checked, in target/release; without the tests if DRY=1; KEY=k signs
	@[ "$(DRY)" ] || $(MAKE) --no-print-directory test
	scripts/build/release $(if $(KEY),--key '$(KEY)')

corpus: native ## programs that hang, and what `penstock inspect` says of each; PART=tuned RUNS=n LOAD=n count that; docs/corpus.md
	@scripts/build/need javac mvn python3
	@$(call COMPILED,command)
	@$(TEST_JAVA) $(call CLASSES,command) dev.penstock.command.corpus.CorpusTable $(if $(PART),$(PART) $(or $(RUNS),1) $(or $(LOAD),0))

soak: native ## children that end in every way at random, for MINUTES; SEED=n chooses the same ones again
	@scripts/build/need javac mvn
	@$(call COMPILED,library)
	$(TEST_JAVA) $(call CLASSES,library) dev.penstock.soak.Soak $(MINUTES) $(SEED)

fuzz: ## look for bytes that break the decoding of text, or the reading of logs, /proc and options; SECONDS=n for each target
	scripts/build/need javac mvn
	@# One JVM for each: Jazzer fuzzes one method of a JVM.
	for target in $(FUZZERS); do \
		$(MVN) -q -Dspotless.check.skip=true -Pfuzz -Djazzer.max_duration=$(SECONDS)s -pl "src/$${target%%:*}" -am \
			-Dsurefire.failIfNoSpecifiedTests=false -Dtest="$${target#*:}" test || exit 1; \
	done

bench: ## benchmarks in one JVM; ARGS goes to JMH: make bench ARGS='-f 1 Drain'
	@$(MAKE) --no-print-directory -C src/benchmarks jmh

bench-ci:
	@$(MAKE) --no-print-directory -C src/benchmarks ci

test-programs: target/penstock-agent.jar ## real Java programs behind the agent, and what the agent costs; docs/agent.md
	scripts/build/need javac mvn python3
	scripts/build/test-agent --all

format: ## lay the Java sources out as the build wants them
	scripts/build/need javac mvn
	$(MVN) -q spotless:apply

javadoc: ## target/javadoc; a warning is an error
	scripts/build/need javac mvn
	$(call COMPILED,library)
	rm -rf target/javadoc
	home=$$(scripts/build/java-home) && $$home/bin/javadoc -quiet -Werror -Xdoclint:all,-missing --release 17 \
		--module-path $$(cat src/library/target/test.classpath) \
		--module-source-path dev.penstock=src/library/main/java --module dev.penstock -d target/javadoc

clean: ## remove what was built: target/ and native/build/
	rm -rf target src/*/target native/build

# The C programs: children for the tests, the layout check, the command's first program.
native:
	@scripts/build/need gcc javac
	@$(MAKE) --no-print-directory -C native

# Directories too: a file that was removed is a change.
$(JAR): pom.xml $(CARRIED) $(shell find $(COMMAND:%=src/%/main) $(COMMAND:%=src/%/pom.xml) src/command/corpus)
	@scripts/build/need javac mvn
	@echo 'building $@ (the first time Maven downloads what it needs, which takes minutes)'
	@home=$$(scripts/build/java-home) && JAVA_HOME=$$home scripts/build/show-progress \
		mvn -B -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true \
			"-Dcommit=$$(scripts/build/commit)" -pl src/command -am package
	@touch $@

target/penstock-agent.jar: pom.xml $(CARRIED) $(shell find $(AGENT:%=src/%/main) $(AGENT:%=src/%/pom.xml))
	@scripts/build/need javac mvn
	@home=$$(scripts/build/java-home) && JAVA_HOME=$$home scripts/build/show-progress \
		mvn -B -Dstyle.color=never -Dmaven.test.skip=true -Dspotless.check.skip=true -pl src/agent -am package
	@touch $@

# For each machine that there is a compiler for; the jar carries what is there.
$(CARRIED): native/launch.c native/jni/libc.c native/Makefile
	@scripts/build/need gcc javac
	@$(MAKE) --no-print-directory -C native jar
	@touch $@

$(FIRST): native/bare.h native/Makefile $(wildcard native/run/*)
	@scripts/build/need gcc
	@$(MAKE) --no-print-directory -C native penstock
	@touch $@

# Unpacked once here, else at each start.
$(JFFI): $(JAR)
	@mkdir -p $(@D)
	@home=$$(scripts/build/java-home) && cd $(@D) && \
		$$home/bin/jar xf ../penstock.jar jni/$$(uname -m)-Linux/$(@F)
	@mv $(@D)/jni/*/$(@F) $@
	@rm -r $(@D)/jni
	@touch $@

# What the jar carries, as a file of its own: else it is unpacked at each start.
$(JNI): $(CARRIED)
	@mkdir -p $(@D)
	@cp native/build/jar/dev/penstock/internal/sys/libpenstock-$$(uname -m).so $@

$(CDS): $(JAR) $(JFFI) $(JNI) $(FIRST) scripts/build/start-jvm packaging/make-cds
	@echo 'archiving the classes that a short command uses, for a faster start'
	@packaging/make-cds scripts/penstock $(@D)
	@touch $@

.PHONY: all release help demo test corpus soak fuzz bench bench-ci format javadoc clean native
