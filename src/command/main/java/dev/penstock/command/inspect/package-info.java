/** {@code penstock inspect}: who waits for whom, and whether that ends. */
package dev.penstock.command.inspect;
