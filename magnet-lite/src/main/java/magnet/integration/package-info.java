/**
 * A model as other libraries know embedding models: a type a library, which implements that
 * library's own. Each library is an optional dependency: who uses the type has the library, and
 * nobody else loads it. Nothing of ours knows this room.
 */
package magnet.integration;
