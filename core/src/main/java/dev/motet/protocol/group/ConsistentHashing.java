package dev.motet.protocol.group;

import dev.motet.core.DialRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The same member for the same site. Each member has a score for each site, the highest one wins
/// (rendezvous hashing): when a member comes or goes, only its own sites move.
final class ConsistentHashing implements Balancer {
  private record Score(GroupMember member, long score) {}

  @Override
  public List<GroupMember> order(List<GroupMember> members, DialRequest request) {
    long site = hash(Site.of(request));
    List<Score> scores = new ArrayList<>(members.size());
    members.forEach(member -> scores.add(new Score(member, mixed(site ^ hash(member.tag())))));
    scores.sort(Comparator.comparingLong(Score::score).reversed());
    return scores.stream().map(Score::member).toList();
  }

  /// FNV-1a over the characters, the same in every run.
  private static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mixed(hash);
  }

  /// The finalizer of SplitMix64: each bit of the input changes half of the output.
  private static long mixed(long value) {
    long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
