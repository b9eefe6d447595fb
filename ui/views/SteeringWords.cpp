#include "ui/views/SteeringWords.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>

namespace cantilena {

namespace {

QString words(const char* source) {
    return QCoreApplication::translate("Steering", source);
}

QString perBar() {
    return words("%1 a bar");
}

TickRange shared(TickRange a, TickRange b) {
    return {std::max(a.begin, b.begin), std::min(a.end, b.end)};
}

} // namespace

QString steeringTitle(SteeringKind kind) {
    switch (kind) {
    case SteeringKind::Range: return words("Range");
    case SteeringKind::Scale: return words("Scale");
    case SteeringKind::ChordTones: return words("Chord tones");
    case SteeringKind::Density: break;
    }
    return words("Density");
}

QString steeringExample(SteeringKind kind) {
    switch (kind) {
    case SteeringKind::Range: return QStringLiteral("C4-C5");
    case SteeringKind::Scale: return words("key, D dorian or C D E G A");
    case SteeringKind::ChordTones: return words("strong beats or every note");
    case SteeringKind::Density: break;
    }
    return words("8 a bar");
}

QString steeringInWords(const SteeringWish& wish) {
    if (const auto* notes = std::get_if<ChordToneNotes>(&wish)) {
        return *notes == ChordToneNotes::Every ? words("every note") : words("strong beats");
    }
    const auto* scale = std::get_if<SteeredScale>(&wish);
    if (scale != nullptr && std::holds_alternative<std::monostate>(scale->of)) {
        return words("key");
    }
    const QString text = QString::fromStdString(steeringText(wish));
    return std::holds_alternative<SteeredDensity>(wish) ? perBar().arg(text) : text;
}

std::optional<SteeringWish> steeringFromWords(SteeringKind kind, const QString& text) {
    const QString typed = text.trimmed();
    for (const SteeringWish& wish :
         {SteeringWish(SteeredScale{}), SteeringWish(ChordToneNotes::Every),
          SteeringWish(ChordToneNotes::OnStrongBeats)}) {
        if (static_cast<SteeringKind>(wish.index()) == kind && typed == steeringInWords(wish)) {
            return wish;
        }
    }
    const QString unit = perBar().arg(QString());
    const bool hasUnit = kind == SteeringKind::Density && typed.endsWith(unit);
    return steeringFromText(kind, (hasUnit ? typed.chopped(unit.size()) : typed).toStdString());
}

QString barsInWords(const Score& score, TickRange range) {
    const MeterMap meters = score.meterMap();
    const int first = meters.at(range.begin).bar;
    const int last = meters.at(std::max(range.begin, range.end - Tick{1})).bar;
    return first == last ? words("bar %1").arg(first) : words("bars %1 to %2").arg(first).arg(last);
}

QString steeringOver(const Score& score, TickRange range) {
    QStringList parts;
    std::optional<SteeringSpan> open;
    const auto close = [&] {
        if (open) {
            parts << QStringLiteral("%1 %2").arg(steeringTitle(open->kind()).toLower(),
                                                 barsInWords(score, open->time));
        }
    };
    for (const SteeringSpan& span : score.steering) {
        const TickRange both = shared(span.time, range);
        if (both.isEmpty()) {
            continue;
        }
        // What it asks for may change on the way: that is for the lanes to say.
        if (open && open->kind() == span.kind() && open->time.end == both.begin) {
            open->time.end = both.end;
            continue;
        }
        close();
        open = SteeringSpan{both, span.wish};
    }
    close();
    return parts.join(QStringLiteral(", "));
}

bool steers(const Score& score, TickRange range, SteeringKind kind) {
    return std::ranges::any_of(score.steering, [&](const SteeringSpan& span) {
        return span.kind() == kind && !shared(span.time, range).isEmpty();
    });
}

} // namespace cantilena
