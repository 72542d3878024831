/**
 * The inside of the library. On the module path nothing below this package can be named outside of
 * Penstock. On the class path it is visible, and it changes from one version to the next without
 * notice: name nothing of it.
 */
package dev.penstock.internal;
