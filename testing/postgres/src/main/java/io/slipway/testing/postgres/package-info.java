/** A PostgreSQL server for tests, of the programs that the machine has. It knows no schema. */
@NullMarked
package io.slipway.testing.postgres;

import org.jspecify.annotations.NullMarked;
