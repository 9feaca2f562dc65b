/// The way out that leads nowhere.
@NullMarked
package dev.motet.protocol.block;

import org.jspecify.annotations.NullMarked;
