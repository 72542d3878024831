# `make help` lists the targets. What they need is installed by scripts/need where that is
# possible (Debian and its kin, as root or with sudo), and named where it is not.

PREFIX ?= /usr/local
DESTDIR ?=
# Arguments: of JMH for `make bench` (a benchmark's name, -f 1, ...); names of scenarios for
# `make bench-scenarios`.
ARGS ?=
# How long `make soak` goes on, and by which seed; without one it takes another each time.
MINUTES ?= 1
SEED ?=
# How long `make fuzz` looks for what breaks each of its targets.
SECONDS ?= 60

# Of `make bench-scenarios`: the share of the real sizes, and where the results go.
SCALE ?= 1
RESULTS ?= $(if $(filter 1,$(SCALE)),src/benchmarks,target)/results/$(shell date +%F)-$(shell uname -m)
# How many rounds `make bench-cold` takes.
ROUNDS ?= 15
# Of `make bench-ci`: the name of the run, and the share by which the bounds, found on x86_64, are loosened
# on other machines.
RUN ?= ci
RUNS ?= $(RUN)
SLACK ?= $(if $(filter x86_64,$(shell uname -m)),0,0.25)
# From JDK 24 on the JVM wants to be told who may load native libraries.
TEST_JAVA = home=$$(scripts/java-home) && \
	flags=$$($$home/bin/java --help 2>&1 | \
		sed -n 's/^ *--illegal-native-access=.*/--enable-native-access=ALL-UNNAMED/p') && \
	$$home/bin/java $$flags -Dpenstock.native=native/build -cp
# Of a module: compiles it with its tests, and says what its class path is.
COMPILED = $(MVN) -q -Dspotless.check.skip=true -pl src/$(1) -am test-compile $(DEPENDENCY):build-classpath \
	-Dmdep.outputFile=target/test.classpath
CLASSES = src/$(1)/target/test-classes:src/$(1)/target/classes:$$(cat src/$(1)/target/test.classpath)
BENCH_JAVA = $(TEST_JAVA) $(call CLASSES,benchmarks)
# The packages whose tests are run on each binding of the C library, and on aarch64.
NEAR_KERNEL := sys internal.sys loop internal.loop pipe internal.pump splice internal.spawn process
# What `make fuzz` runs: a module, a class and its method.
FUZZERS := library:TextFuzzer\#lines library:TextFuzzer\#text diagnosis:TraceFuzzer\#log

# A jar of classes that are half written must not look finished.
.DELETE_ON_ERROR:

# Plain output where nobody looks: under CI, and where the output goes to a file or a pipe.
PLAIN := $(if $(CI),yes,$(if $(MAKE_TERMOUT),,yes))
MVN = home=$$(scripts/java-home) && JAVA_HOME=$$home mvn -B -ntp $(if $(PLAIN),-Dstyle.color=never)
DEPENDENCY := org.apache.maven.plugins:maven-dependency-plugin:3.8.1

# The modules that the command is made of.
COMMAND := libc jnr library diagnosis command
JAR := target/penstock.jar
JFFI := target/jffi/libjffi-1.2.so
JNI := target/jni/libpenstock.so
CDS := target/cds/made
# The command's first program, which starts the JVM where one is needed.
FIRST := native/build/penstock
CARRIED := native/build/jar/dev/penstock/internal/spawn/launch.sha256
DESCRIBED := target/described
MAN := target/man/penstock.1
ROOT = $(DESTDIR)$(PREFIX)
LIB = $(ROOT)/lib/penstock
BASH_COMPLETIONS := share/bash-completion/completions
ZSH_COMPLETIONS := share/zsh/site-functions
SCRIPTS := .ci/run $(addprefix scripts/,build/carried bench-inspect bench-trace java-home make-cds make-deb need pipe-holders pipe-record \
	pipe-stall record-traces stall-strace start-jvm test-aarch64 test-install test-penstock test-pipe-scripts test-stall-strace threads)

all: $(JAR) $(JFFI) $(JNI) $(FIRST) $(CDS) native ## build all that scripts/penstock needs, and native/ (the default)

help: ## this list
	@sed -n 's/^\([a-z0-9-]*\):.*## \(.*\)/\1\t\2/p' Makefile | expand -t 18

demo: all ## stall a pipe on purpose, and show each way out of it
	scripts/penstock reproduce
	@echo
	@echo 'Next:'
	@echo '  scripts/penstock --help              all commands'
	@echo '  scripts/stall-strace                 the same stall, seen through strace alone'
	@echo '  make test                            all tests'
	@echo '  make install PREFIX=$$HOME/.local     penstock on your PATH'

test: native ## all tests: Java, the scripts, shellcheck
	scripts/need javac mvn strace zstd python3
	$(MVN) verify
	@# Once more near the kernel, on the binding that is taken where JNI's library does not load.
	@$(MAKE) --no-print-directory test-jnr
	@# verify has written the jar anew, and the rest hangs on it
	@$(MAKE) --no-print-directory all
	scripts/test-penstock
	scripts/test-run
	scripts/test-stall-strace
	scripts/test-pipe-scripts
	@$(MAKE) --no-print-directory shellcheck

corpus: native ## programs that hang, and what `penstock inspect` says of each; docs/corpus.md
	@scripts/need javac mvn python3
	@$(call COMPILED,command)
	@$(TEST_JAVA) $(call CLASSES,command) dev.penstock.command.corpus.CorpusTable

corpus-all: ## the same, with Go and Node installed first where they are missing
	@scripts/need go node make
	@$(MAKE) --no-print-directory corpus

folklore: ## run what docs/folklore.md shows of pipes, and compare
	@scripts/need python3
	@scripts/need go || echo 'without Go, then'
	scripts/doctest docs/folklore.md

test-jni test-jnr test-ffm: test-%: native ## the tests near the kernel on this binding of the C library alone
	$(MVN) test -pl src/library -am -Dsurefire.failIfNoSpecifiedTests=false \
		-Dbinding.args=-Ddev.penstock.binding=$* \
		-Dtest=$(subst $() ,$(),$(NEAR_KERNEL:%=dev.penstock.%.*Test,))

shellcheck: ## check the scripts
	@if scripts/need shellcheck; then \
		shellcheck $(SCRIPTS) && echo 'shellcheck: $(words $(SCRIPTS)) scripts, nothing found'; \
	else \
		echo 'shellcheck: SKIPPED: it is not installed, and cannot be'; \
	fi

test-aarch64: ## the tests near the kernel on an arm64 JVM, emulated by QEMU
	scripts/test-aarch64 $(NEAR_KERNEL)

fuzz: ## look for bytes that break the decoding of text or the reading of logs; SECONDS=n for each target
	scripts/need javac mvn
	@# One JVM for each: Jazzer fuzzes one method of a JVM.
	for target in $(FUZZERS); do \
		$(MVN) -q -Dspotless.check.skip=true -Pfuzz -Djazzer.max_duration=$(SECONDS)s -pl "src/$${target%%:*}" -am \
			-Dsurefire.failIfNoSpecifiedTests=false -Dtest="$${target#*:}" test || exit 1; \
	done

bench: bench-classes ## benchmarks in one JVM; ARGS goes to JMH: make bench ARGS='-f 1 Drain'
	$(BENCH_JAVA) org.openjdk.jmh.Main $(ARGS)

bench-smoke: bench-classes ## each benchmark of `make bench` for a moment, to see that it runs; no figures
	@$(BENCH_JAVA) org.openjdk.jmh.Main -f 0 -wi 0 -i 1 -r 10ms -foe true -v SILENT -rf csv -rff target/bench-smoke.csv $(ARGS)
	@echo "bench-smoke: $$(sed 1d target/bench-smoke.csv | wc -l) benchmarks ran"

bench-scenarios: all bench-classes ## whole processes against C and the peers; ARGS names some, SCALE=0.02 tries them
	$(BENCH_JAVA) dev.penstock.scenario.Scenarios $(RESULTS) src/benchmarks/targets.tsv $(SCALE) $(ARGS)

# Short enough for every change, long enough to tell a ratio.
bench-ci: ## the quick scenarios at a tenth of their sizes; fails if Penstock's ratios to C and the peers have fallen
	@$(MAKE) --no-print-directory bench-scenarios SCALE=0.1 RESULTS=target/results/$(RUN) \
		ARGS='drain-64k/same to-capture/same to-lines/same to-file/same spawn-8/same ping-pong/same'
	@$(BENCH_JAVA) dev.penstock.scenario.Gate target/results/$(RUN) src/benchmarks/gate.tsv $(SLACK)

bench-repeats: bench-classes ## how far the gate's figures go apart in RUNS, names that `make bench-ci RUN=name` was given
	@$(BENCH_JAVA) dev.penstock.scenario.Repeats src/benchmarks/gate.tsv $(RUNS:%=target/results/%)

bench-docs: bench-classes ## docs/performance.md's tables and charts, of the run in RESULTS
	@scripts/need python3
	@$(BENCH_JAVA) dev.penstock.scenario.Targets $(RESULTS) src/benchmarks/targets.tsv
	scripts/bench-charts $(RESULTS) docs/performance
	scripts/bench-docs $(RESULTS) docs/performance.md

bench-test: ## the tests of what the scenarios' tables are reckoned by
	@scripts/need javac mvn
	$(MVN) -q -Dspotless.check.skip=true -pl src/benchmarks -am -Dsurefire.failIfNoSpecifiedTests=false \
		-Dtest='dev.penstock.scenario.*Test' test

bench-scaling: bench-classes ## what children, pipes and loops cost as they get more; ARGS names questions; docs/scaling.md
	@$(BENCH_JAVA) -Xmx512m dev.penstock.scaling.Scaling $(ARGS)

record-traces: all ## the logs that the tests of `penstock trace` read, anew; see what changed before you commit it
	scripts/need strace python3
	scripts/record-traces

bench-cold: all bench-classes ## milliseconds from nothing to a first child, and what takes some off them; ROUNDS=n
	@scripts/need python3
	@scripts/bench-cold $(ROUNDS)

bench-trace: all ## seconds and memory that `penstock trace` takes for a log of 1 GiB
	scripts/need python3
	scripts/bench-trace

bench-classes: native
	@$(MAKE) --no-print-directory -C native bench
	@scripts/need javac mvn
	@$(call COMPILED,benchmarks)

soak: native ## children that end in every way at random, for MINUTES; SEED=n chooses the same ones again
	@scripts/need javac mvn
	@$(call COMPILED,library)
	$(TEST_JAVA) $(call CLASSES,library) dev.penstock.soak.Soak $(MINUTES) $(SEED)

native: ## the C programs: children for the tests, the layout check
	@scripts/need gcc javac
	@$(MAKE) --no-print-directory -C native

format: ## lay the Java sources out as the build wants them
	scripts/need javac mvn
	$(MVN) -q spotless:apply

javadoc: ## target/javadoc; a warning is an error
	scripts/need javac mvn
	$(call COMPILED,library)
	rm -rf target/javadoc
	home=$$(scripts/java-home) && $$home/bin/javadoc -quiet -Werror -Xdoclint:all,-missing --release 17 \
		--module-path $$(cat src/library/target/test.classpath) \
		--module-source-path dev.penstock=src/library/main/java --module dev.penstock -d target/javadoc

api: ## record the library's public surface in src/library/api.txt; see what changed before you commit it
	@scripts/need javac mvn
	@$(call COMPILED,library)
	$(TEST_JAVA) $(call CLASSES,library) dev.penstock.SurfaceTest

man: $(MAN) ## target/man: man pages, of what picocli knows of the options

completion: $(DESCRIBED)/penstock.bash ## target/described/penstock.bash: completion for bash and zsh

# Without asciidoctor, and nothing to install it with, there are no man pages.
install: all completion ## into PREFIX (/usr/local), below DESTDIR if that is set
	@if scripts/need asciidoctor; then $(MAKE) --no-print-directory man; else echo 'man pages: SKIPPED'; fi
	install -d $(ROOT)/bin $(LIB)/jffi $(LIB)/jni $(ROOT)/share/doc/penstock $(ROOT)/share/man/man1 \
		$(ROOT)/$(BASH_COMPLETIONS) $(ROOT)/$(ZSH_COMPLETIONS)
	install -m 755 $(FIRST) $(ROOT)/bin/penstock
	install -m 755 scripts/start-jvm $(LIB)/start-jvm
	install -m 644 $(JAR) $(LIB)/penstock.jar
	install -m 755 $(JFFI) $(LIB)/jffi/libjffi-1.2.so
	install -m 755 $(JNI) $(LIB)/jni/libpenstock.so
	install -m 644 LICENSE $(ROOT)/share/doc/penstock/LICENSE
	for page in target/man/*.1; do [ ! -e "$$page" ] || install -m 644 "$$page" $(ROOT)/share/man/man1; done
	install -m 644 $(DESCRIBED)/penstock.bash $(ROOT)/$(BASH_COMPLETIONS)/penstock
	sed 's#@BASH@#$(PREFIX)/$(BASH_COMPLETIONS)/penstock#' scripts/completion.zsh >$(ROOT)/$(ZSH_COMPLETIONS)/_penstock
	chmod 644 $(ROOT)/$(ZSH_COMPLETIONS)/_penstock
	@# The archive knows its jar by path and time, so it can be made in its final place alone.
	$(if $(DESTDIR),,scripts/make-cds $(PREFIX)/bin/penstock $(PREFIX)/lib/penstock/cds)

uninstall: ## take out what install put in
	rm -f $(ROOT)/bin/penstock $(ROOT)/share/man/man1/penstock.1 $(ROOT)/share/man/man1/penstock-*.1 \
		$(ROOT)/$(BASH_COMPLETIONS)/penstock $(ROOT)/$(ZSH_COMPLETIONS)/_penstock
	rm -rf $(LIB) $(ROOT)/share/doc/penstock

deb: ## target/penstock.deb, for the Debian-like system at hand: apt install ./target/penstock.deb
	@scripts/need dpkg-deb
	rm -rf target/deb
	@$(MAKE) --no-print-directory install PREFIX=/usr DESTDIR=target/deb
	scripts/make-deb target/deb target/penstock.deb

test-install: ## install, run and uninstall, in a folder of its own and, as root, as a .deb
	scripts/test-install

clean: ## remove what was built: target/ and native/build/
	rm -rf target src/*/target native/build

# Directories too: a file that was removed is a change.
$(JAR): pom.xml $(CARRIED) $(shell find $(COMMAND:%=src/%/main) $(COMMAND:%=src/%/pom.xml) src/command/corpus)
	@scripts/need javac mvn
	$(MVN) -q -Dmaven.test.skip=true -Dspotless.check.skip=true -pl src/command -am package
	@touch $@

# For each machine that there is a compiler for; the jar carries what is there.
$(CARRIED): native/launch.c native/jni/libc.c native/Makefile
	@scripts/need gcc javac
	@$(MAKE) --no-print-directory -C native jar
	@touch $@

$(FIRST): native/bare.h native/Makefile $(wildcard native/run/*)
	@scripts/need gcc
	@$(MAKE) --no-print-directory -C native penstock
	@touch $@

# Unpacked once here, else at each start.
$(JFFI): $(JAR)
	@mkdir -p $(@D)
	@home=$$(scripts/java-home) && cd $(@D) && \
		$$home/bin/jar xf ../penstock.jar jni/$$(uname -m)-Linux/$(@F)
	@mv $(@D)/jni/*/$(@F) $@
	@rm -r $(@D)/jni
	@touch $@

# What the jar carries, as a file of its own: else it is unpacked at each start.
$(JNI): $(CARRIED)
	@mkdir -p $(@D)
	@cp native/build/jar/dev/penstock/internal/sys/libpenstock-$$(uname -m).so $@

# picocli's own generators; the one of man pages is no part of the command.
$(DESCRIBED)/penstock.bash: $(JAR) scripts/Describe.java
	@mkdir -p $(@D)
	@version=$$(sed -n 's/.*<picocli.version>\(.*\)<.*/\1/p' pom.xml) && \
		$(MVN) -q $(DEPENDENCY):copy -Dartifact=info.picocli:picocli-codegen:$$version -DoutputDirectory=$(@D)
	@home=$$(scripts/java-home) && rm -f $(@D)/*.adoc && \
		$$home/bin/java -cp "$(JAR):$$(echo $(@D)/picocli-codegen-*.jar)" scripts/Describe.java $(@D)

$(MAN): $(DESCRIBED)/penstock.bash
	@scripts/need asciidoctor
	@rm -rf $(@D)
	asciidoctor -b manpage -D $(@D) $(DESCRIBED)/*.adoc

$(CDS): $(JAR) $(JFFI) $(JNI) $(FIRST) scripts/start-jvm scripts/make-cds
	@scripts/make-cds scripts/penstock $(@D)
	@touch $@

.PHONY: all api help demo test test-jni test-jnr test-ffm corpus corpus-all folklore shellcheck test-aarch64 bench bench-smoke bench-cold bench-scaling fuzz bench-scenarios bench-ci bench-docs bench-repeats bench-test bench-classes soak native format javadoc man completion install uninstall deb test-install clean
