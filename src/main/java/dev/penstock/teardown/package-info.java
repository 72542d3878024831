/**
 * How processes are ended: a declared sequence of signals, and how far it reaches. {@link
 * dev.penstock.teardown.Teardown} says what is to be done, {@link
 * dev.penstock.teardown.TeardownRun} does it.
 */
package dev.penstock.teardown;
