package io.slipway.cli.kubectl;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.cli.resource.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;

/**
 * kubectl, as the user has it: the contexts, credentials and plugins of its own configuration, and
 * the flags that were given to us. Safe for use by several threads.
 */
public final class Kubectl {

  private final List<String> command;
  private final List<String> flags;
  private final PrintStream notices;

  /**
   * Calls nothing yet.
   *
   * @param command how kubectl is called, like {@code kubectl}
   * @param flags which cluster, who and which namespace, as kubectl takes them
   * @param notices where kubectl's warnings and its requests to log in go
   */
  public Kubectl(List<String> command, List<String> flags, PrintStream notices) {
    this.command = List.copyOf(command);
    this.flags = List.copyOf(flags);
    this.notices = notices;
  }

  /**
   * Runs it, and reads what it prints as JSON.
   *
   * @param doing what it is for, as the object of "could not", for the message of a failure
   * @throws KubectlException when it fails or prints something else
   */
  public JsonNode json(String doing, String... arguments) {
    String printed = run(doing, arguments);
    try {
      return Json.tree(printed);
    } catch (IllegalArgumentException e) {
      throw new KubectlException(
          "kubectl could not " + doing + ": what it printed is " + e.getMessage(), e);
    }
  }

  /**
   * Runs it to its end.
   *
   * @return what it prints
   * @throws KubectlException when it fails, with its reason and what to do
   */
  public String run(String doing, String... arguments) {
    Process process = start(doing, List.of(arguments));
    List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    Thread errors = Readers.start(() -> listen(process, complaints));
    try (var out = process.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      errors.join();
      if (status != 0) {
        throw new KubectlException(Complaint.explained(doing, complaints));
      }
      return printed;
    } catch (IOException e) {
      throw new KubectlException("kubectl could not " + doing + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      process.destroy();
      Thread.currentThread().interrupt();
      throw new KubectlException("interrupted while kubectl was to " + doing, e);
    }
  }

  /**
   * Starts to watch one object. The first event is the object as it is.
   *
   * @throws KubectlException when kubectl cannot be started
   */
  public Watch watch(String doing, String resource, String name) {
    Process process =
        start(
            doing,
            List.of("get", resource, name, "-o", "json", "--watch", "--output-watch-events"));
    List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    Thread errors = Readers.start(() -> listen(process, complaints));
    return new Watch(process, () -> explained(doing, errors, complaints));
  }

  /**
   * Starts to read what it prints as it comes.
   *
   * @param each is given every line, by a thread of its own
   * @throws KubectlException when kubectl cannot be started
   */
  public Output lines(String doing, Consumer<String> each, String... arguments) {
    Process process = start(doing, List.of(arguments));
    List<String> complaints = Collections.synchronizedList(new ArrayList<>());
    Thread errors = Readers.start(() -> listen(process, complaints));
    return new Output(process, each, () -> explained(doing, errors, complaints));
  }

  /** What went wrong, when all that kubectl says of it was read. */
  private static String explained(String doing, Thread errors, List<String> complaints) {
    try {
      errors.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return Complaint.explained(doing, complaints);
  }

  private Process start(String doing, List<String> arguments) {
    List<String> words = new ArrayList<>(command);
    words.addAll(arguments);
    words.addAll(flags);
    try {
      // The terminal stays kubectl's: its login plugins may ask there.
      return new ProcessBuilder(words).redirectInput(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw new KubectlException(
          "kubectl could not "
              + doing
              + ": "
              + command.getFirst()
              + " cannot be run: "
              + e.getMessage()
              + ".\nIs kubectl installed, and in PATH?",
          e);
    }
  }

  private void listen(Process process, List<String> complaints) {
    try (BufferedReader lines = process.errorReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        complaints.add(line);
        if (Complaint.isNotice(line)) {
          notices.println(line);
        }
      }
    } catch (IOException | UncheckedIOException e) {
      complaints.add("its error output could not be read: " + e.getMessage());
    }
  }
}
