/// Files that the command writes.
@NullMarked
package dev.motet.app.file;

import org.jspecify.annotations.NullMarked;
