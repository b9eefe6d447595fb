#include "core/formats/AbcKey.h"

#include <QTest>

using namespace cantilena;

namespace {

/// Sharps and flats of a field, such as "F# C#".
QString accidentalsOf(const AbcAccidentals& accidentals) {
    QStringList signs;
    for (const char letter : std::string("FCGDAEB")) {
        const int accidental = accidentals[abcLetterIndex(letter)];
        if (accidental != 0) {
            signs.append(QString::fromStdString(PitchSpelling{letter, accidental}.name()));
        }
    }
    return signs.join(' ');
}

} // namespace

class AbcKeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsKeysAsPeopleWriteThem_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("accidentals");
        const auto row = [](const char* text, const char* name, const char* accidentals) {
            QTest::newRow(text) << QString(text) << QString(name) << QString(accidentals);
        };
        row("C", "C major", "");
        row("Gm", "G minor", "Eb Bb");
        row("G minor", "G minor", "Eb Bb");
        row("G Min", "G minor", "Eb Bb");
        row("Gmin", "G minor", "Eb Bb");
        row("A", "A major", "F# C# G#");
        row("Amaj", "A major", "F# C# G#");
        row("A Major", "A major", "F# C# G#");
        row("AMix", "A mixolydian", "F# C#");
        row("A mixolydian", "A mixolydian", "F# C#");
        row("Edor", "E dorian", "F# C#");
        row("E Dorian", "E dorian", "F# C#");
        row("E phr", "E phrygian", "");
        row("Flyd", "F lydian", "");
        row("Bloc", "B locrian", "");
        row("Dion", "D major", "F# C#");
        row("Daeo", "D minor", "Bb");
        row("F#m", "F# minor", "F# C# G#");
        row("F#", "F# major", "F# C# G# D# A# E#");
        row("Bb", "Bb major", "Eb Bb");
        row("Bbm", "Bb minor", "Gb Db Ab Eb Bb");
        row("bb", "Bb major", "Eb Bb");
        row("d", "D major", "F# C#");
        row("C\u266fm", "C# minor", "F# C# G# D#");
        row("HP", "A mixolydian", "F# C#");
        row("Hp", "A mixolydian", "F# C#");
        row("none", "", "");
        row("", "", "");
        row("D ^g", "D major", "F# C# G#");
        row("D =c", "D major", "F#");
        row("D exp _b^f", "D major", "F# Bb");
        row("D Phr ^f", "D phrygian", "F# Eb Bb");
        row("C^f^c", "C major", "F# C#");
        row("^f^c", "", "F# C#");
        row("G clef=bass", "G major", "F#");
        row("G bass", "G major", "F#");
        row("Am treble-8", "A minor", "");
    }
    void readsKeysAsPeopleWriteThem() {
        QFETCH(QString, text);
        QFETCH(QString, name);
        QFETCH(QString, accidentals);
        const auto field = abcKeyField(text.toStdString());
        QVERIFY(field.has_value());
        QCOMPARE(field->key ? QString::fromStdString(field->key->name()) : QString(), name);
        QVERIFY(field->accidentals.has_value());
        QCOMPARE(accidentalsOf(*field->accidentals), accidentals);
    }

    void aClefAloneIsNoKey() {
        const auto field = abcKeyField("clef=treble-8 transpose=-2 octave=1");
        QVERIFY(field.has_value());
        QVERIFY(!field->accidentals.has_value());
        QCOMPARE(field->transposition.semitones, std::optional(-2));
        QCOMPARE(field->transposition.octaves, std::optional(1));
        QCOMPARE(field->transposition.clefOctaves, std::optional(-1));
    }

    void refusesWhatIsNoKey() {
        QVERIFY(!abcKeyField("Quux").has_value());
        QVERIFY(!abcKeyField("H").has_value());
        QVERIFY(!abcKeyField("5").has_value());
    }

    void signaturesFollowTheCircleOfFifths() {
        QCOMPARE(accidentalsOf(abcSignature(0)), QString());
        QCOMPARE(accidentalsOf(abcSignature(7)), QString("F# C# G# D# A# E# B#"));
        QCOMPARE(accidentalsOf(abcSignature(-7)), QString("Fb Cb Gb Db Ab Eb Bb"));
        QCOMPARE(accidentalsOf(abcSignature(8)), QString("F## C# G# D# A# E# B#"));
    }
};

QTEST_GUILESS_MAIN(AbcKeyTest)
#include "AbcKeyTest.moc"
