/** What text and sinks share of UTF-8. */
package dev.penstock.internal.text;
