/*
 * embed: a program with a JVM inside, which has changed its environment before, and may go on to.
 *
 *   embed [--churn] LIBJVM CLASSPATH CLASS ARG...
 *
 * SECRET is unset and ADDED set before the JVM is made; then the class's main is run, its name
 * written with slashes. With --churn a thread sets and unsets variables meanwhile, so that the C
 * library moves the environment again and again.
 */
#define _GNU_SOURCE
#include "util.h"

#include <dlfcn.h>
#include <jni.h>
#include <pthread.h>
#include <unistd.h>

#define USAGE "[--churn] LIBJVM CLASSPATH CLASS ARG...\n" \
	"Runs a Java class's main inside this process, whose environment it has changed."
#define MOST 500 /* variables of the churning thread's */
#define PAUSE_MICROS 10000 /* who copies the environment needs a moment in which nothing changes */

static void *churn(void *unused)
{
	char name[32], value[200];

	memset(value, 'x', sizeof(value) - 1);
	value[sizeof(value) - 1] = '\0';
	for (;;) {
		for (int i = 0; i < MOST; i++) {
			snprintf(name, sizeof(name), "CHURN_%d", i);
			if (setenv(name, value, 1))
				die("setenv");
		}
		usleep(PAUSE_MICROS);
		for (int i = 0; i < MOST; i++) {
			snprintf(name, sizeof(name), "CHURN_%d", i);
			unsetenv(name);
		}
		usleep(PAUSE_MICROS);
	}
	return unused;
}

static int run(JNIEnv *env, const char *class_name, char **argv, int argc)
{
	jclass class = (*env)->FindClass(env, class_name);
	jclass string = (*env)->FindClass(env, "java/lang/String");
	jmethodID method = class ? (*env)->GetStaticMethodID(env, class, "main", "([Ljava/lang/String;)V") : NULL;
	jobjectArray arguments = (*env)->NewObjectArray(env, argc, string, NULL);

	if (method && arguments) {
		for (int i = 0; i < argc; i++)
			(*env)->SetObjectArrayElement(env, arguments, i, (*env)->NewStringUTF(env, argv[i]));
		(*env)->CallStaticVoidMethod(env, class, method, arguments);
	}
	if ((*env)->ExceptionCheck(env)) {
		(*env)->ExceptionDescribe(env);
		return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	int churns = argc > 1 && strcmp(argv[1], "--churn") == 0;
	char **words = argv + 1 + churns;
	jint (*create)(JavaVM **, void **, void *);
	char class_path[1 << 16];
	JavaVMOption options[] = { { class_path, NULL }, { "-Xmx64m", NULL }, { "-XX:+UseSerialGC", NULL } };
	JavaVMInitArgs arguments = { JNI_VERSION_1_8, sizeof(options) / sizeof(*options), options, JNI_FALSE };
	pthread_t thread;
	JavaVM *vm;
	JNIEnv *env;
	void *library;
	int failed;

	if (asks_for_help(argc, argv))
		usage(USAGE, 0);
	if (argc - churns < 4)
		usage(USAGE, EXIT_USAGE);
	unsetenv("SECRET");
	if (setenv("ADDED", "1", 1))
		die("setenv");
	library = dlopen(words[0], RTLD_NOW | RTLD_GLOBAL);
	create = library ? (jint(*)(JavaVM **, void **, void *))dlsym(library, "JNI_CreateJavaVM") : NULL;
	if (!create)
		die("%s: %s", words[0], dlerror());
	snprintf(class_path, sizeof(class_path), "-Djava.class.path=%s", words[1]);
	if (create(&vm, (void **)&env, &arguments) != JNI_OK)
		die("JNI_CreateJavaVM");
	if (churns && (errno = pthread_create(&thread, NULL, churn, NULL)))
		die("pthread_create");
	failed = run(env, words[2], words + 3, argc - churns - 4);
	(*vm)->DestroyJavaVM(vm);
	return failed;
}
