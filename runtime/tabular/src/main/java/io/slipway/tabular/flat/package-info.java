/**
 * Numbers and texts behind one another, little-endian: how a program and its model are kept in a
 * file. Whatever is read is held to bounds before it is used; lengths are held to what is there.
 */
@NullMarked
package io.slipway.tabular.flat;

import org.jspecify.annotations.NullMarked;
