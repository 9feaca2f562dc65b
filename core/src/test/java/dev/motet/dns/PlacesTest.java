package dev.motet.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.motet.dns.message.Wires;
import dev.motet.io.DialException;
import dev.motet.option.RecordTypes;
import dev.motet.testkit.Background;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlacesTest {
  private final DnsRig rig = new DnsRig();

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void givesBackWhatItTook() {
    Places places = new Places();
    for (int i = 0; i < Places.CLIENTS; i++) {
      assertThat(places.tryTake(true)).isTrue();
    }
    assertThat(places.tryTake(true)).isFalse();
    for (int i = Places.CLIENTS; i < Places.ALL; i++) {
      assertThat(places.tryTake(false)).isTrue();
    }
    assertThat(places.tryTake(false)).isFalse();
    places.give(false);
    assertThat(places.tryTake(true)).as("more clients than their part").isFalse();
    assertThat(places.tryTake(false)).isTrue();
    places.give(true);
    assertThat(places.tryTake(true)).isTrue();
  }

  /// A client whose queries nobody answers must not keep the program from dialling.
  @Test
  void clientsLeavePlacesForTheProgram() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    DnsRig.Server slow = rig.server("main");
    slow.gate = gate;
    rig.server("own").knows("own.test a", "own.test. 60 A 192.0.2.1");
    rig.start();
    var refused = new ConcurrentLinkedQueue<String>();
    CountDownLatch over = new CountDownLatch(1);
    for (int i = 0; i < Places.ALL; i++) {
      String name = "n" + i + ".test";
      var _ =
          Background.run(() -> {
            try {
              rig.exchange(Wires.query(name, RecordTypes.A));
            } catch (DialException e) {
              refused.add(String.valueOf(e.getMessage()));
              over.countDown();
            } catch (IOException _) {
              // the end of the test
            }
          });
    }
    over.await();
    assertThat(refused.peek()).isEqualTo("3072 queries are under way");
    var query =
        new dev.motet.core.DnsQuery(
            "own.test", dev.motet.option.DomainStrategy.IPV4_ONLY, "own", null);
    assertThat(rig.dns.lookup(query)).hasSize(1);
    gate.countDown();
  }
}
