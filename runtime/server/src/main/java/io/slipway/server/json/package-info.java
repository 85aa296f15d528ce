/**
 * JSON that the program writes about itself, with and without Jackson's mapper. What callers send
 * and get has codecs of its own.
 */
@NullMarked
package io.slipway.server.json;

import org.jspecify.annotations.NullMarked;
