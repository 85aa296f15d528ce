/** Tests of the commands, against a kubectl that is a script, and against a real API server. */
@NullMarked
package io.slipway.cli.command;

import org.jspecify.annotations.NullMarked;
