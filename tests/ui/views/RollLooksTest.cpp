#include "tests/support/RollFixture.h"

#include "core/score/Timeline.h"
#include "ui/views/Theme.h"

#include <QDir>
#include <QFontDatabase>
#include <QImage>

#include <functional>

using namespace cantilena;

namespace {

/// Pictures are compared with letters of this font alone; the package fonts-dejavu-core has it.
const QString kFont = QStringLiteral("DejaVu Sans");
constexpr QSize kSize{480, 300};
/// A channel may be off by this much, which is less than the eye sees, ...
constexpr int kChannel = 24;
/// ... and this share of the pixels by more: the edges of letters.
constexpr double kPixels = 0.0005;

struct State {
    const char* name;
    ThemeChoice theme;
    /// The scale of the screen that it is shown on.
    double scale;
    std::function<void(RollFixture&)> enter;
};

void select(RollFixture& f) {
    f.select({1, 2});
    f.roll.setPlayhead(quarters(3), false);
}

void propose(RollFixture& f) {
    Candidate candidate;
    candidate.number = 2;
    candidate.range = {quarters(4), quarters(8)};
    for (int i = 0; i < 6; ++i) {
        candidate.notes.push_back(quarterNote(4 + 0.5 * i, i == 5 ? 1.5 : 0.5, 69 + i % 3));
    }
    f.roll.setProposal(candidate);
}

void addTracks(RollFixture& f) {
    for (int i = 1; i <= 3; ++i) {
        Track track;
        track.look = {i, i};
        for (int k = 0; k < 4; ++k) {
            track.notes.push_back(quarterNote(2 * k, 2, 67 - 3 * i + k % 2));
        }
        f.document.apply(withTrackAdded(*f.document.score(), track), "add");
    }
    f.document.setCurrentTrack(2);
}

void playDrums(RollFixture& f) {
    Track drums;
    drums.channel = kDrumChannel;
    for (int i = 0; i < 8; ++i) {
        drums.notes.push_back(quarterNote(i, 0.5, i % 2 == 0 ? 36 : 38));
        drums.notes.push_back(quarterNote(i + 0.5, 0.25, 42));
    }
    f.document.reset(withTrack(*f.document.score(), 0, drums));
}

void foldAndPoint(RollFixture& f) {
    f.key(Qt::Key_F);
    f.key(Qt::Key_Right);
    f.key(Qt::Key_Right);
}

void showTime(RollFixture& f) {
    f.document.apply(withMarker(*f.document.score(), quarters(4), "Bridge"), "marker");
    f.document.apply(withChord(*f.document.score(), {}, "Am7"), "chord");
    f.document.apply(withChord(*f.document.score(), quarters(4), "Hm7"), "chord");
    f.key(Qt::Key_F6);
    f.roll.setLoop(TickRange{quarters(4), quarters(8)});
}

void steer(RollFixture& f) {
    Score score = withSteering(*f.document.score(), {{}, quarters(4)}, SteeredRange{{60}, {72}});
    score = withSteering(score, {quarters(4), quarters(12)}, SteeredScale{});
    score = withSteering(score, {{}, quarters(8)}, ChordToneNotes::OnStrongBeats);
    score = withSteering(score, {quarters(2), quarters(3)}, SteeredDensity{8.0});
    f.document.apply(score, "steer");
    f.key(Qt::Key_F6, Qt::ShiftModifier);
    f.part("steerScaleLane")->setFocus();
    QTest::keyClick(f.part("steerScaleLane"), Qt::Key_Right);
}

void bandNotes(RollFixture& f) {
    f.roll.setTool(RollTool::Select);
    RollFixture::press(f.canvas, f.at(0.5, 74));
    RollFixture::move(f.canvas, f.at(4.2, 66));
}

const std::vector<State>& states() {
    static const std::vector<State> all = {
        {"selected-dark", ThemeChoice::Dark, 1.0, select},
        {"selected-light", ThemeChoice::Light, 1.0, select},
        {"proposed-dark", ThemeChoice::Dark, 1.0, propose},
        {"tracks-light", ThemeChoice::Light, 1.0, addTracks},
        {"drums-dark", ThemeChoice::Dark, 1.0, playDrums},
        {"folded-light", ThemeChoice::Light, 1.0, foldAndPoint},
        {"time-dark", ThemeChoice::Dark, 1.0, showTime},
        {"steering-light", ThemeChoice::Light, 1.0, steer},
        {"band-light-double", ThemeChoice::Light, 2.0, bandNotes},
    };
    return all;
}

QImage shown(const State& state) {
    applyTheme(state.theme);
    RollFixture f{quarterNote(0, 1, 67, 70),    quarterNote(1, 1, 69, 90),
                  quarterNote(2, 1.5, 71, 110), quarterNote(3.5, 0.5, 72, 60),
                  quarterNote(4, 2, 74, 100),   quarterNote(6, 2, 67, 80)};
    // The same piece of music at any scale, and small enough to lie in the repository.
    f.roll.resize((QSizeF(kSize) / state.scale).toSize());
    QTest::qWait(0);
    state.enter(f);
    return f.roll.grab().toImage().convertToFormat(QImage::Format_RGB32);
}

/// The share of pixels that differ by more than the eye overlooks.
double difference(const QImage& a, const QImage& b) {
    if (a.size() != b.size()) {
        return 1.0;
    }
    int count = 0;
    for (int y = 0; y < a.height(); ++y) {
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y);
            const QRgb q = b.pixel(x, y);
            const int furthest =
                std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                          std::abs(qBlue(p) - qBlue(q))});
            count += furthest > kChannel ? 1 : 0;
        }
    }
    return static_cast<double>(count) / (static_cast<double>(a.width()) * a.height());
}

QString pathOf(const char* name) {
    return QStringLiteral(CANTILENA_SOURCE_FOLDER "/tests/data/looks/%1.png")
        .arg(QLatin1String(name));
}

} // namespace

/// How the roll looks, beside pictures that a person has looked at. Set CANTILENA_NEW_LOOKS to draw
/// them anew, and look at them.
class RollLooksTest : public QObject {
    Q_OBJECT

    static double scale() { return qApp->devicePixelRatio(); }

private Q_SLOTS:
    void initTestCase() {
        if (!QFontDatabase::hasFamily(kFont)) {
            QSKIP("there is no DejaVu Sans, the font of the pictures; the package "
                  "fonts-dejavu-core installs it");
        }
        QFont font(kFont);
        font.setHintingPreference(QFont::PreferNoHinting);
        QApplication::setFont(font);
    }

    void looksAsItDid_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < states().size(); ++i) {
            if (states()[i].scale == scale()) {
                QTest::newRow(states()[i].name) << static_cast<int>(i);
            }
        }
    }
    void looksAsItDid() {
        QFETCH(int, index);
        const State& state = states().at(static_cast<std::size_t>(index));
        const QImage now = shown(state);
        if (qEnvironmentVariableIsSet("CANTILENA_NEW_LOOKS")) {
            QVERIFY(now.save(pathOf(state.name), "PNG", 0));
        }
        const QImage before(pathOf(state.name));
        QVERIFY2(!before.isNull(), qPrintable(pathOf(state.name) + " is missing"));
        const double differs = difference(before, now);
        if (differs > kPixels) {
            const QString file = QDir::temp().filePath(QLatin1String(state.name) + ".png");
            now.save(file);
            QFAIL(qPrintable(QStringLiteral("%1 %% of the pixels differ; see %2")
                                 .arg(differs * 100.0)
                                 .arg(file)));
        }
    }

    void oneNoteMoreOrLessIsNoticed() {
        State state = states().front();
        const QImage before = shown(state);
        QCOMPARE(difference(before, shown(state)), 0.0);
        state.enter = [](RollFixture& f) {
            select(f);
            f.select({1});
        };
        QVERIFY(difference(before, shown(state)) > kPixels);
    }

    void picturesAreSmall() {
        for (const State& state : states()) {
            const qint64 size = QFileInfo(pathOf(state.name)).size();
            QVERIFY2(size > 0 && size < 16'000, state.name);
        }
    }

    void rowsAreToldApartByLinesAndKeys_data() {
        QTest::addColumn<ThemeChoice>("choice");
        QTest::newRow("dark") << ThemeChoice::Dark;
        QTest::newRow("light") << ThemeChoice::Light;
    }
    void rowsAreToldApartByLinesAndKeys() {
        QFETCH(ThemeChoice, choice);
        applyTheme(choice);
        RollFixture f;
        const QImage rows = f.canvas->grab().toImage();
        const QImage keys = f.part("pianoRollKeyboard")->grab().toImage();
        const int middle = static_cast<int>((f.at(0, 60) - f.at(0, 61)).y() / 2 * scale());
        // Amid a step of the grid, where no line of time runs.
        const int x = static_cast<int>((f.at(0, 60).x() + f.at(0.25, 60).x()) / 2 * scale());
        for (int pitch = 61; pitch <= 72; ++pitch) {
            const int y = static_cast<int>(f.at(0, pitch).y() * scale());
            const QColor row = rows.pixelColor(x, y);
            const QColor next = rows.pixelColor(x, y + 2 * middle);
            const QColor line = rows.pixelColor(x, y + middle - 1);
            QVERIFY2(line != row && line != next, qPrintable(QString::number(pitch)));
            const bool isBlack = Pitch{pitch}.isBlackKey();
            const QColor key = keys.pixelColor(static_cast<int>(20 * scale()), y);
            const QColor front = keys.pixelColor(keys.width() - static_cast<int>(6 * scale()), y);
            QVERIFY2(isBlack == (contrast(key, theme().keyWhite) >= 3.0),
                     qPrintable(QString::number(pitch)));
            QVERIFY2(isBlack || contrast(front, theme().keyBlack) >= 3.0,
                     qPrintable(QString::number(pitch)));
        }
    }
};

QTEST_MAIN(RollLooksTest)
#include "RollLooksTest.moc"
