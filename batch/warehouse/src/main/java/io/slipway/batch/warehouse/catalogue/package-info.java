/**
 * What is known of a set by warehouses that keep it in one document: which set versions there are,
 * which is current, and how one becomes another. Nothing here reads or writes, and it knows no
 * warehouse.
 */
@NullMarked
package io.slipway.batch.warehouse.catalogue;

import org.jspecify.annotations.NullMarked;
