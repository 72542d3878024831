/** What sinks of several packages share. */
package dev.penstock.internal.sink;
