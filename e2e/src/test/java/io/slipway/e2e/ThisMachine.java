package io.slipway.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/** The machine that the tests run on, as the cluster's nodes see it. */
final class ThisMachine {

  private ThisMachine() {}

  /**
   * The address at which pods reach it: where it is in one network with the nodes, as with
   * dev/cluster. Elsewhere the test is skipped, with the reason.
   */
  static String asNodesSeeIt(Kubectl kubectl) {
    List<String> nodes =
        kubectl.get("nodes").path("items").valueStream().map(ThisMachine::address).toList();
    Optional<String> found = neighbourOf(nodes);
    if (found.isEmpty()) {
      String reason = "this machine is in no network with the nodes " + nodes;
      System.out.println("skipped: " + reason);
      Assumptions.abort(reason);
    }
    return found.orElseThrow();
  }

  private static String address(JsonNode node) {
    return node.at("/status/addresses")
        .valueStream()
        .filter(address -> address.path("type").asText().equals("InternalIP"))
        .map(address -> address.path("address").asText())
        .findFirst()
        .orElse("");
  }

  private static Optional<String> neighbourOf(List<String> nodes) {
    try {
      return NetworkInterface.networkInterfaces()
          .flatMap(network -> network.getInterfaceAddresses().stream())
          .filter(own -> own.getAddress() instanceof Inet4Address)
          .filter(own -> nodes.stream().anyMatch(node -> isInNetworkOf(own, node)))
          .map(own -> own.getAddress().getHostAddress())
          .findFirst();
    } catch (SocketException e) {
      throw new AssertionError("the networks of this machine cannot be read", e);
    }
  }

  private static boolean isInNetworkOf(InterfaceAddress own, String node) {
    return !own.getAddress().getHostAddress().equals(node)
        && isInNetwork(own.getAddress().getHostAddress(), own.getNetworkPrefixLength(), node);
  }

  /** Whether two IPv4 addresses have so many leading bits alike. */
  static boolean isInNetwork(String one, int prefix, String other) {
    byte[] first = bytes(one);
    byte[] second = bytes(other);
    if (first.length != second.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> bit % Byte.SIZE;
      if ((first[bit / Byte.SIZE] & mask) != (second[bit / Byte.SIZE] & mask)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] bytes(String address) {
    try {
      return InetAddress.getByName(address).getAddress();
    } catch (UnknownHostException e) {
      throw new AssertionError("no address: " + address, e);
    }
  }
}
