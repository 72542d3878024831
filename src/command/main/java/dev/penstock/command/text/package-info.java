/** Sizes and times as they are typed and printed; tables, paragraphs and JSON. */
package dev.penstock.command.text;
