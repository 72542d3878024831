/**
 * What carries bytes on an event loop: {@link dev.penstock.internal.pump.Pump} from a channel to a
 * sink, {@link dev.penstock.internal.pump.Feeder} from a source to a channel, and how large their
 * pipes are made.
 */
package dev.penstock.internal.pump;
