/**
 * Connections to databases of any kind, by the drivers of the image or by those that somebody
 * mounts. Nothing is known here of what is read or written over them.
 */
@NullMarked
package io.slipway.batch.database;

import org.jspecify.annotations.NullMarked;
