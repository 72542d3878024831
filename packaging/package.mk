# What is installed, and the package: included by the Makefile at the top, whose paths these are.

PREFIX ?= /usr/local
DESTDIR ?=
ROOT = $(DESTDIR)$(PREFIX)
LIB = $(ROOT)/lib/penstock
BASH_COMPLETIONS := share/bash-completion/completions
ZSH_COMPLETIONS := share/zsh/site-functions
DESCRIBED := target/described/penstock.adoc
COMPLETION := target/completion/penstock.bash
MAN := target/man/penstock.1

# Without asciidoctor, and nothing to install it with, there are no man pages.
install: all completion ## into PREFIX (/usr/local), below DESTDIR if that is set
	@if scripts/build/need asciidoctor; then $(MAKE) --no-print-directory man; else echo 'man pages: SKIPPED'; fi
	install -d $(ROOT)/bin $(LIB)/jffi $(LIB)/jni $(ROOT)/share/doc/penstock $(ROOT)/share/man/man1 \
		$(ROOT)/$(BASH_COMPLETIONS) $(ROOT)/$(ZSH_COMPLETIONS)
	install -m 755 $(FIRST) $(ROOT)/bin/penstock
	install -m 755 scripts/build/start-jvm $(LIB)/start-jvm
	install -m 644 $(JAR) $(LIB)/penstock.jar
	install -m 755 $(JFFI) $(LIB)/jffi/libjffi-1.2.so
	install -m 755 $(JNI) $(LIB)/jni/libpenstock.so
	install -m 644 LICENSE README.md CHANGELOG.md docs/*.md $(ROOT)/share/doc/penstock
	cp -r docs/hung docs/recipes $(ROOT)/share/doc/penstock && chmod -R a+rX $(ROOT)/share/doc/penstock
	for page in target/man/*.1; do [ ! -e "$$page" ] || install -m 644 "$$page" $(ROOT)/share/man/man1; done
	install -m 644 $(COMPLETION) $(ROOT)/$(BASH_COMPLETIONS)/penstock
	install -m 644 $(COMPLETION:.bash=.zsh) $(ROOT)/$(ZSH_COMPLETIONS)/_penstock
	@# The archive knows its jar by path and time, so it can be made in its final place alone.
	$(if $(DESTDIR),,packaging/make-cds $(PREFIX)/bin/penstock $(PREFIX)/lib/penstock/cds)

uninstall: ## take out what install put in
	rm -f $(ROOT)/bin/penstock $(ROOT)/share/man/man1/penstock.1 $(ROOT)/share/man/man1/penstock-*.1 \
		$(ROOT)/$(BASH_COMPLETIONS)/penstock $(ROOT)/$(ZSH_COMPLETIONS)/_penstock
	rm -rf $(LIB) $(ROOT)/share/doc/penstock

deb: ## target/penstock.deb, for the Debian-like system at hand: apt install ./target/penstock.deb
	@scripts/build/need dpkg-deb
	rm -rf target/deb
	@$(MAKE) --no-print-directory install PREFIX=/usr DESTDIR=target/deb
	packaging/make-deb target/deb target/penstock.deb

dist: ## target/dist: a tar.gz, a Debian package and an image with a Java runtime of their own
	@scripts/build/need dpkg-deb javac python3
	rm -rf target/root target/dist
	@$(MAKE) --no-print-directory install PREFIX=/usr DESTDIR=target/root
	packaging/make-dist target/root target/dist

man: $(MAN)

completion: $(COMPLETION)

$(COMPLETION): $(JAR) $(FIRST)
	@mkdir -p $(@D)
	@scripts/penstock completion zsh >$(@:.bash=.zsh)
	@scripts/penstock completion bash >$@

# picocli's own generator of man pages is no part of the command.
$(DESCRIBED): $(JAR) packaging/Describe.java
	@mkdir -p $(@D)
	@version=$$(sed -n 's/.*<picocli.version>\(.*\)<.*/\1/p' pom.xml) && \
		$(MVN) -q $(DEPENDENCY):copy -Dartifact=info.picocli:picocli-codegen:$$version -DoutputDirectory=$(@D)
	@home=$$(scripts/build/java-home) && rm -f $(@D)/*.adoc && \
		$$home/bin/java -cp "$(JAR):$$(echo $(@D)/picocli-codegen-*.jar)" packaging/Describe.java $(@D)

$(MAN): $(DESCRIBED)
	@scripts/build/need asciidoctor
	@rm -rf $(@D)
	asciidoctor -b manpage -D $(@D) $(<D)/*.adoc

.PHONY: install uninstall deb dist man completion
