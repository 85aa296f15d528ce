package io.slipway.registry.blob;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/**
 * The program that {@link KilledUploadsIT} starts and kills: it uploads blobs in parts, goes on
 * where the one before it was killed, and deletes some, for ever.
 */
final class KilledUploader {
  static final int BLOBS = 6;

  private KilledUploader() {}

  static Bytes blob(int number) {
    return Bytes.random(40_000 * number * number, number);
  }

  public static void main(String[] args) throws IOException {
    Random random = new Random(Long.parseLong(args[1]));
    try (FileBlobStore store = FileBlobStore.open(Path.of(args[0]))) {
      System.out.println("open");
      while (true) {
        Bytes blob = blob(random.nextInt(BLOBS));
        if (store.find(blob.digest()).isPresent()) {
          store.delete(blob.digest());
        }
        send(store, blob, random);
      }
    }
  }

  private static void send(FileBlobStore store, Bytes blob, Random random) throws IOException {
    int size = blob.all().length;
    Receipt receipt = new Receipt.Partial(store.received(blob.digest()));
    while (receipt instanceof Receipt.Partial(long received)) {
      int from = (int) received;
      int length = Math.min(size - from, 1 + random.nextInt(200_000));
      receipt = store.append(blob.digest(), from, size, blob.part(from, length));
    }
    if (!(receipt instanceof Receipt.Stored)) {
      throw new IllegalStateException(blob + " became " + receipt);
    }
  }
}
