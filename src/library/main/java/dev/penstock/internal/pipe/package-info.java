/** The calls that channels and pumps make on a pipe's descriptor. */
package dev.penstock.internal.pipe;
