package dev.motet.crypto;

import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;

/// Public-key operations put together from the implementation of each.
///
/// @param groups by number
/// @param schemes by number
record ComposedKeys(Map<Integer, GroupKeys> groups, Map<Integer, Signing> schemes)
    implements PublicKeys {
  ComposedKeys {
    groups = Map.copyOf(groups);
    schemes = Map.copyOf(schemes);
  }

  @Override
  public boolean supports(int group) {
    return groups.containsKey(group);
  }

  @Override
  public KeyOffer offer(int group) {
    return group(group).offer();
  }

  @Override
  public Answer answer(int group, byte[] share) throws GeneralSecurityException {
    return group(group).answer(share);
  }

  @Override
  public byte[] sign(int scheme, PrivateKey key, byte[] message) throws GeneralSecurityException {
    Signing signing = schemes.get(scheme);
    if (signing == null) {
      throw new NoSuchAlgorithmException("signature scheme " + hex(scheme));
    }
    return signing.sign(key, message);
  }

  @Override
  public boolean verify(int scheme, PublicKey key, byte[] message, byte[] signature) {
    Signing signing = schemes.get(scheme);
    try {
      return signing != null && signing.verify(key, message, signature);
    } catch (GeneralSecurityException _) {
      return false; // a key or a signature of another form
    }
  }

  @Override
  public boolean verifyTls12(int scheme, PublicKey key, byte[] message, byte[] signature) {
    Signing signing = schemes.get(scheme);
    try {
      return signing != null && signing.verifyAnyCurve(key, message, signature);
    } catch (GeneralSecurityException _) {
      return false; // a key or a signature of another form
    }
  }

  private GroupKeys group(int group) {
    GroupKeys keys = groups.get(group);
    if (keys == null) {
      throw new IllegalArgumentException("group " + hex(group));
    }
    return keys;
  }

  private static String hex(int number) {
    return "0x" + Integer.toHexString(number);
  }
}
