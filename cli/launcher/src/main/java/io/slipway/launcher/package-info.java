/**
 * Makes the one file of the command-line programs: a shell script, and behind it an archive of a
 * Java runtime, the jars and an ahead-of-time cache. It runs in the build; it knows nothing of what
 * the program does.
 */
@NullMarked
package io.slipway.launcher;

import org.jspecify.annotations.NullMarked;
