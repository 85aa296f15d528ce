package io.slipway.server.traffic;

import io.slipway.server.contract.DocumentException;
import io.slipway.server.contract.SignedDocument;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the mounted traffic document to the pod, and again whenever it or the keys change. Each
 * second the files are read: a ConfigMap's files are swapped as links, of which no file watch tells
 * reliably.
 */
public final class MountedDocuments implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MountedDocuments.class);
  private static final String NO_DOCUMENT = "there is no traffic.json";
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final Path folder;
  private final CurrentDocument current;
  private byte[] lastKeys = new byte[0];
  private byte[] lastDocument = new byte[0];
  private Optional<Thread> watcher = Optional.empty();
  private volatile Optional<String> problem = Optional.of(NO_DOCUMENT);

  /**
   * @param folder with traffic.json and keys.json; may be absent, or appear later
   */
  public MountedDocuments(Path folder, CurrentDocument current) {
    this.folder = folder;
    this.current = current;
  }

  /** What is wrong with the files, for people; empty if nothing is. */
  public Optional<String> problem() {
    return problem;
  }

  /** Goes on looking until closed. */
  public synchronized void watch() {
    watcher = Optional.of(Thread.ofVirtual().name("mounted-documents").start(this::run));
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PERIOD);
        read();
      }
    } catch (InterruptedException e) {
      // The pod leaves.
    }
  }

  /** Looks once. */
  public synchronized void read() {
    byte[] keys = content("keys.json");
    byte[] document = content("traffic.json");
    if (Arrays.equals(keys, lastKeys) && Arrays.equals(document, lastDocument)) {
      return;
    }
    lastKeys = keys;
    lastDocument = document;
    problem = taken(keys, document);
    problem.ifPresent(words -> log.warn("the mounted traffic document is not used: {}", words));
  }

  private Optional<String> taken(byte[] keys, byte[] document) {
    try {
      current.trust(keys.length == 0 ? TrustedKeys.NONE : TrustedKeys.parse(keys));
      if (document.length == 0) {
        return Optional.of(NO_DOCUMENT);
      }
      return current.offer(SignedDocument.parse(document))
              instanceof CurrentDocument.Outcome.Refused refused
          ? Optional.of(refused.why())
          : Optional.empty();
    } catch (DocumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** What a file holds; nothing if it is not there or, for a moment, cannot be read. */
  private byte[] content(String name) {
    try (InputStream in = Files.newInputStream(folder.resolve(name))) {
      return in.readNBytes(SignedDocument.LARGEST_BYTES + 1);
    } catch (NoSuchFileException e) {
      return new byte[0];
    } catch (IOException e) {
      log.warn("{} cannot be read", name, e);
      return new byte[0];
    }
  }

  @Override
  public synchronized void close() {
    watcher.ifPresent(Thread::interrupt);
  }
}
