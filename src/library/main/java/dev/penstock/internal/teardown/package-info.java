/**
 * How processes are ended: a declared sequence of signals, and how far it reaches. {@link
 * dev.penstock.process.Teardown} says what is to be done, {@link
 * dev.penstock.internal.teardown.TeardownRun} does it.
 */
package dev.penstock.internal.teardown;
