/** JSON that is written before there is time for Jackson's mapper, which does all else. */
@NullMarked
package io.slipway.server.json;

import org.jspecify.annotations.NullMarked;
