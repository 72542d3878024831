/**
 * Linux's own terms, as far as users of the library meet them: a descriptor with one owner, a
 * system call that failed, error numbers and signals.
 */
package dev.penstock.sys;
