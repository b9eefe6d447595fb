#pragma once

#include "core/compose/Continuation.h"
#include "core/model/CopyGuard.h"
#include "core/model/Sampling.h"
#include "core/score/Key.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace cantilena {

// What continuing by events and continuing by sixteenths have in common.

/// The melody line of the track up to `end`, legato, the last note cut there; notes keep their ids.
[[nodiscard]] std::vector<Note> legatoLine(const Track& track, Tick end);
/// The end of that line: as much as a model needs to go on from there.
[[nodiscard]] std::vector<Note> seedLine(const Track& track, Tick end);
/// The key to go on in: the written one, unless none is written, or the seed is plainly in another
/// and nobody asked for a change of key where it ends. (A new score says C major until told.)
[[nodiscard]] std::optional<Key> keyToContinueIn(const Score& score, std::span<const Note> line,
                                                 Tick end);
/// Share of the notes that belong to the key; 1 without notes.
[[nodiscard]] double shareInKey(const Key& key, std::span<const Note> notes);
/// The first candidate takes the request's own number, so that it comes back alone; the others
/// take short numbers, which people can type.
[[nodiscard]] std::uint64_t candidateRng(std::uint64_t rng, int index);
/// That what is asked for makes sense, whatever the model.
Result<void> checkedRequest(const ContinuationRequest& request);
/// That the model has pitches in the range asked for.
Result<void> checkedRange(const ContinuationRequest& request, const MelodyContext& context);
/// The pitches that a request leaves and a model of events can write.
[[nodiscard]] PitchSet pitchesFor(const ContinuationRequest& request, const MelodyContext& context);
/// That copying can be limited as asked for, if it is to be.
Result<void> checkedLimit(const ContinuationRequest& request, const MelodyModel& model);
/// The limit asked for, behind these events; nothing for none. A decoder that is to keep to it has
/// a second melody, to go back to.
[[nodiscard]] std::optional<CopyLimit> copyLimit(const ContinuationRequest& request,
                                                 const MelodyModel& model,
                                                 std::span<const MelodyEvent> before);
/// What the new notes of a melody have from the tunes that the model was trained on; nothing when
/// it does not say.
[[nodiscard]] std::optional<CopyReport> copiedIn(const MelodyModel& model,
                                                 std::span<const Note> before,
                                                 std::span<const Note> made,
                                                 std::span<const Note> after = {});
/// Bits of all the phrase's events for each of its notes.
[[nodiscard]] double bitsPerNote(const SampledPhrase& phrase);
/// How long notes are where so many are to begin in each bar; 0 for no wish.
[[nodiscard]] Tick typicalDuration(const Score& score, TickRange range, double notesPerBar);
/// The beats of the range, counted from its beginning, that leave time for a last note of half a
/// beat at least.
[[nodiscard]] std::vector<Tick> endingBeats(const Score& score, TickRange range);
/// Bits that a last note there counts as where one draw is to be preferred to another: 0 on a
/// strong beat.
[[nodiscard]] double weakEnding(const Score& score, Tick last);
/// Index of a style by its name, nothing for an empty one. Fails by naming those that there are.
Result<std::optional<int>> styleNamed(const MelodyModel& model, const std::string& name);
/// New notes are as loud as the seed's last.
[[nodiscard]] int velocityFor(const ContinuationRequest& request);

} // namespace cantilena
