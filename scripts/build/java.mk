# How the makefiles compile and start Java. All paths are of the top of the checkout; a makefile
# elsewhere sets TOP, the way to there, and begins each such recipe with AT_TOP.

AT_TOP := $(if $(TOP),cd $(TOP) && )

# Plain output where nobody looks: under CI, and where the output goes to a file or a pipe.
PLAIN := $(if $(CI),yes,$(if $(MAKE_TERMOUT),,yes))
MVN = home=$$(scripts/build/java-home) && JAVA_HOME=$$home mvn -B -ntp $(if $(PLAIN),-Dstyle.color=never)
DEPENDENCY := org.apache.maven.plugins:maven-dependency-plugin:3.8.1

# From JDK 24 on the JVM wants to be told who may load native libraries.
TEST_JAVA = home=$$(scripts/build/java-home) && \
	flags=$$($$home/bin/java --help 2>&1 | \
		sed -n 's/^ *--illegal-native-access=.*/--enable-native-access=ALL-UNNAMED/p') && \
	$$home/bin/java $$flags -Dpenstock.native=native/build -cp
# Of a module: compiles it with its tests, and says what its class path is.
COMPILED = $(MVN) -q -Dspotless.check.skip=true -pl src/$(1) -am test-compile $(DEPENDENCY):build-classpath \
	-Dmdep.outputFile=target/test.classpath
CLASSES = src/$(1)/target/test-classes:src/$(1)/target/classes:$$(cat src/$(1)/target/test.classpath)
