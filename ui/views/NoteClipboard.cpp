#include "ui/views/NoteClipboard.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

#include <algorithm>
#include <numeric>
#include <optional>

namespace cantilena {

namespace {

/// A length as a fraction of a whole note, "3/8".
QString lengthName(Tick length) {
    const std::int64_t divisor = std::gcd(length.value, kWhole.value);
    return QStringLiteral("%1/%2").arg(length.value / divisor).arg(kWhole.value / divisor);
}

std::optional<Note> noteFrom(const QJsonObject& object) {
    const auto number = [&](const char* key) {
        return static_cast<std::int64_t>(object.value(QLatin1String(key)).toDouble(-1.0));
    };
    Note note;
    note.onset = {number("onset")};
    note.duration = {number("duration")};
    note.pitch = {static_cast<int>(std::clamp<std::int64_t>(number("pitch"), -1, 128))};
    note.velocity = static_cast<int>(std::clamp<std::int64_t>(number("velocity"), 0, 128));
    note.isGrace = object.value(QLatin1String("grace")).toBool();
    const bool makesSense = note.onset >= Tick{} && note.onset < kLongestScore &&
                            note.duration > Tick{} && note.duration < kLongestScore &&
                            note.pitch.isValid() && note.velocity >= 1 && note.velocity <= 127;
    return makesSense ? std::optional(note) : std::nullopt;
}

} // namespace

std::unique_ptr<QMimeData> clipboardFrom(const std::vector<Note>& notes) {
    QJsonArray array;
    QStringList words;
    for (const Note& note : notes) {
        QJsonObject object{{"onset", static_cast<qint64>(note.onset.value)},
                           {"duration", static_cast<qint64>(note.duration.value)},
                           {"pitch", note.pitch.number},
                           {"velocity", note.velocity}};
        if (note.isGrace) {
            object.insert("grace", true);
        }
        array.append(object);
        words.append(QString::fromStdString(pitchName(note.pitch)) + ' ' +
                     lengthName(note.duration));
    }
    auto data = std::make_unique<QMimeData>();
    const QJsonObject root{{"version", 1}, {"notes", array}};
    data->setData(kNotesMimeType, QJsonDocument(root).toJson(QJsonDocument::Compact));
    data->setText(words.join(QStringLiteral(", ")));
    return data;
}

std::vector<Note> notesFrom(const QMimeData* data) {
    if (data == nullptr || !data->hasFormat(kNotesMimeType)) {
        return {};
    }
    const QJsonObject root = QJsonDocument::fromJson(data->data(kNotesMimeType)).object();
    if (root.value("version").toInt() != 1) {
        return {};
    }
    std::vector<Note> notes;
    for (const QJsonValue value : root.value("notes").toArray()) {
        const std::optional<Note> note = noteFrom(value.toObject());
        if (!note) {
            return {};
        }
        notes.push_back(*note);
    }
    std::sort(notes.begin(), notes.end(), precedes);
    const Tick first = notes.empty() ? Tick{} : notes.front().onset;
    for (Note& note : notes) {
        note.onset -= first;
    }
    return notes;
}

} // namespace cantilena
