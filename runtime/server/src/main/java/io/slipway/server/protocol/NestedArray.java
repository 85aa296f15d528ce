package io.slipway.server.protocol;

import com.fasterxml.jackson.core.JsonToken;
import io.slipway.scoring.Field;
import io.slipway.scoring.Shape;
import java.util.Arrays;

/**
 * Reads nested JSON arrays into a column. Every array of one level must be as long as the others;
 * arrays that are not are ragged and refused, for no shape describes them.
 */
final class NestedArray {
  private static final int FEW_LEVELS = 4;

  private long[] lengths = new long[FEW_LEVELS];
  private long[] counts = new long[FEW_LEVELS];
  private final ColumnBuilder out;
  private final Field.Presence presence;
  private final int first;

  private NestedArray(ColumnBuilder out, Field.Presence presence) {
    this.out = out;
    this.presence = presence;
    this.first = out.size();
    Arrays.fill(lengths, Shape.DYNAMIC);
  }

  /**
   * Reads the array whose start is the current token, up to its end.
   *
   * @param presence whether an element may be null
   * @param place names it in messages
   * @return its shape, the outermost length first
   */
  static Shape read(JsonInput in, ColumnBuilder out, Field.Presence presence, Place place)
      throws RequestException {
    return new NestedArray(out, presence).read(in, place);
  }

  private Shape read(JsonInput in, Place place) throws RequestException {
    in.require(JsonToken.START_ARRAY, place);
    int depth = 1;
    int leaf = 0; // the depth at which elements stand, 0 while none was seen
    while (depth > 0) {
      switch (in.next()) {
        case START_ARRAY -> {
          if (depth == leaf) {
            throw ragged(place);
          }
          counts[depth - 1]++;
          if (depth == counts.length) {
            deepen();
          }
          counts[depth] = 0;
          depth++;
        }
        case END_ARRAY -> {
          depth--;
          if (lengths[depth] == Shape.DYNAMIC) {
            lengths[depth] = counts[depth];
          } else if (lengths[depth] != counts[depth]) {
            throw ragged(place);
          }
        }
        default -> {
          if (depth == counts.length) {
            deepen();
          }
          if (leaf == 0 && lengths[depth] == Shape.DYNAMIC) {
            leaf = depth;
          } else if (leaf != depth) {
            throw ragged(place);
          }
          counts[depth - 1]++;
          addElement(in, place);
        }
      }
    }
    int rank = 0;
    while (rank < lengths.length && lengths[rank] != Shape.DYNAMIC) {
      rank++;
    }
    return Shape.of(Arrays.copyOf(lengths, rank));
  }

  /** To as many levels as any JSON here may have. */
  private void deepen() {
    int known = lengths.length;
    lengths = Arrays.copyOf(lengths, JsonInput.MAX_DEPTH + 1);
    counts = Arrays.copyOf(counts, JsonInput.MAX_DEPTH + 1);
    Arrays.fill(lengths, known, lengths.length, Shape.DYNAMIC);
  }

  private void addElement(JsonInput in, Place place) throws RequestException {
    try {
      if (in.token() == JsonToken.VALUE_NULL && presence == Field.Presence.OPTIONAL) {
        out.addMissing();
      } else {
        out.add(in);
      }
    } catch (ValueException e) {
      throw e.at(place.text() + ", element " + (out.size() - first));
    }
  }

  private RequestException ragged(Place place) {
    return RequestException.invalid(
        "%s: expected nested arrays of equal length and depth, found a ragged one at element %d"
            .formatted(place.text(), out.size() - first));
  }
}
