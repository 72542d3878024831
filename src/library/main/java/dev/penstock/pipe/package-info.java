/**
 * Kernel pipes: {@link dev.penstock.pipe.Pipe} makes one, {@link dev.penstock.pipe.PipeChannel} is
 * one end of it, a non-blocking {@link java.nio.channels.FileChannel}.
 */
package dev.penstock.pipe;
