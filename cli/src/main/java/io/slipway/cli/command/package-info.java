/**
 * The commands of {@code kubectl slipway}: what is asked, read, decided, written and printed, in
 * that order. Reading and writing is done by the package kubectl, deciding and printing by pure
 * functions of the others; nothing is decided here.
 */
@NullMarked
package io.slipway.cli.command;

import org.jspecify.annotations.NullMarked;
