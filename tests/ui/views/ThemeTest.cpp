#include "ui/views/Theme.h"
#include "ui/views/TrackInk.h"

#include <QApplication>
#include <QFile>
#include <QPalette>
#include <QRegularExpression>
#include <QTest>
#include <QWidget>

#include <set>

using namespace cantilena;

/// Reads the tokens: what LOOK promises about contrast, and that a theme reaches the program.
class ThemeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void textIsLegible_data() {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        for (const Theme* t : {&Theme::dark(), &Theme::light()}) {
            const char* shade = t->isDark ? "dark" : "light";
            const auto row = [&](const char* name, const QColor& ink, const QColor& ground) {
                QTest::addRow("%s %s", shade, name) << ink << ground;
            };
            row("text on panel", t->text, t->panel);
            row("text on raised", t->text, t->raised);
            row("text on window", t->text, t->window);
            row("muted text on panel", t->mutedText, t->panel);
            row("muted text on raised", t->mutedText, t->raised);
            row("text on the accent", t->onAccent, t->accent);
            row("accent text on panel", t->accentText(), t->panel);
            row("accent text on its wash", t->accentText(), t->accentWash());
            row("text on the accent's wash", t->text, t->accentWash());
            row("text on the proposal's wash", t->text, t->proposalWash());
        }
    }
    void textIsLegible() {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QVERIFY2(contrast(ink, ground) >= 4.5, qPrintable(QString::number(contrast(ink, ground))));
    }

    void notesStandOut_data() {
        QTest::addColumn<QColor>("note");
        QTest::addColumn<QColor>("row");
        for (const Theme* t : {&Theme::dark(), &Theme::light()}) {
            const char* shade = t->isDark ? "dark" : "light";
            for (const auto& [name, row] :
                 {std::pair{"black key", t->rowBlackKey}, std::pair{"white key", t->rowWhiteKey},
                  std::pair{"tonic", t->rowTonic}}) {
                QTest::addRow("%s accent, %s", shade, name) << t->accent << row;
                QTest::addRow("%s proposal, %s", shade, name) << t->proposal << row;
                QTest::addRow("%s selection, %s", shade, name) << t->text << row;
                QTest::addRow("%s danger, %s", shade, name) << t->danger << row;
            }
            QTest::addRow("%s outline and its gap", shade) << t->text << t->window;
            QTest::addRow("%s gap and the note", shade) << t->window << t->accent;
        }
    }
    void notesStandOut() {
        QFETCH(QColor, note);
        QFETCH(QColor, row);
        QVERIFY2(contrast(note, row) >= 3.0, qPrintable(QString::number(contrast(note, row))));
    }

    void everyTrackColourStandsOut_data() {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        for (const Theme* t : {&Theme::dark(), &Theme::light()}) {
            for (const QColor& ink : trackColors(*t)) {
                for (const auto& [name, ground] :
                     {std::pair{"black key", t->rowBlackKey},
                      std::pair{"white key", t->rowWhiteKey}, std::pair{"tonic", t->rowTonic},
                      std::pair{"velocity lane", t->panel},
                      std::pair{"gap of the selection", t->window},
                      std::pair{"its own pattern", patternMark(ink, *t)}}) {
                    QTest::addRow("%s %s, %s", t->isDark ? "dark" : "light", qPrintable(ink.name()),
                                  name)
                        << ink << ground;
                }
            }
        }
    }
    void everyTrackColourStandsOut() {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QVERIFY2(contrast(ink, ground) >= 3.0, qPrintable(QString::number(contrast(ink, ground))));
    }

    void tracksDifferInColourAndPattern() {
        std::set<QString> looks;
        std::set<QString> names;
        for (const ThemeChoice choice : {ThemeChoice::Dark, ThemeChoice::Light}) {
            applyTheme(choice);
            for (int color = 0; color < kTrackColors; ++color) {
                for (int pattern = 0; pattern < kTrackPatterns; ++pattern) {
                    const TrackInk ink = inkOf({color, pattern});
                    looks.insert(ink.color.name() + QString::number(ink.pattern));
                    names.insert(trackColorName(color) + trackPatternName(pattern));
                }
            }
        }
        QCOMPARE(looks.size(), std::size_t(2 * kTrackColors * kTrackPatterns));
        QCOMPARE(names.size(), std::size_t(kTrackColors * kTrackPatterns));
    }

    void contrastIsThatOfWcag() {
        QCOMPARE(contrast(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrast(Qt::white, Qt::black), 21.0);
        QCOMPARE(contrast(Qt::red, Qt::red), 1.0);
        QVERIFY(std::abs(contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.48) < 0.01);
    }

    void mixingMeetsBothEnds() {
        QCOMPARE(mixed(Qt::black, Qt::white, 0.0), QColor(Qt::black));
        QCOMPARE(mixed(Qt::black, Qt::white, 1.0), QColor(Qt::white));
        QCOMPARE(mixed(Qt::black, Qt::white, 0.5), QColor(128, 128, 128));
    }

    void theStyleSheetFillsInEveryToken() {
        for (const Theme* t : {&Theme::dark(), &Theme::light()}) {
            const QString sheet = styleSheetOf(*t);
            QVERIFY(sheet.contains(t->panel.name()));
            QVERIFY(!sheet.contains('@'));
            // A token that has no value leaves an empty property.
            static const QRegularExpression empty(QStringLiteral(":\\s*;"));
            QVERIFY(!sheet.contains(empty));
        }
    }

    void theStyleSheetsPicturesExist() {
        static const QRegularExpression url(QStringLiteral("url\\(([^)]+)\\)"));
        for (const Theme* t : {&Theme::dark(), &Theme::light()}) {
            const QString sheet = styleSheetOf(*t);
            int count = 0;
            for (auto it = url.globalMatch(sheet); it.hasNext(); ++count) {
                const QString path = it.next().captured(1);
                QVERIFY2(QFile::exists(path), qPrintable(path));
            }
            QVERIFY(count > 5);
        }
    }

    void applyingReachesPaletteFontAndSheet() {
        QWidget widget;
        widget.show();
        applyTheme(ThemeChoice::Light);
        QCOMPARE(theme(), Theme::light());
        QCOMPARE(widget.palette().color(QPalette::Window), Theme::light().window);
        QCOMPARE(QApplication::font().pixelSize(), type::kBody);
        applyTheme(ThemeChoice::Dark);
        QCOMPARE(themeChoice(), ThemeChoice::Dark);
        QCOMPARE(widget.palette().color(QPalette::Window), Theme::dark().window);
        QVERIFY(qApp->styleSheet() == styleSheetOf(Theme::dark()));
    }

    void systemFollowsTheDesktop() {
        const QPalette light(Qt::black, Qt::white, Qt::white, Qt::gray, Qt::gray, Qt::black,
                             Qt::white, Qt::white, QColor(240, 240, 240));
        QVERIFY(!Theme::following(light).isDark);
        const QPalette dark(Qt::white, Qt::black, Qt::white, Qt::gray, Qt::gray, Qt::white,
                            Qt::white, Qt::black, QColor(40, 40, 40));
        QVERIFY(Theme::following(dark).isDark);
        applyTheme(ThemeChoice::System);
        QCOMPARE(themeChoice(), ThemeChoice::System);
        applyTheme(ThemeChoice::Dark);
    }

    void systemTakesAnAccentThatStandsOut() {
        QPalette desktop;
        desktop.setColor(QPalette::Window, QColor(240, 240, 240));
        desktop.setColor(QPalette::WindowText, QColor(20, 20, 20));
        desktop.setColor(QPalette::Highlight, QColor(0x6A, 0x1B, 0x9A));
        QCOMPARE(Theme::following(desktop).accent, QColor(0x6A, 0x1B, 0x9A));
        desktop.setColor(QPalette::Highlight, QColor(0xF0, 0xE0, 0xC0));
        QCOMPARE(Theme::following(desktop).accent, Theme::light().accent);
    }

    void highContrastMakesLinesStrong() {
        QPalette desktop;
        desktop.setColor(QPalette::Window, Qt::black);
        desktop.setColor(QPalette::WindowText, Qt::white);
        const Theme strong = Theme::following(desktop);
        QVERIFY(strong.isDark);
        QVERIFY(contrast(strong.line, strong.panel) >= 3.0);
        QVERIFY(contrast(strong.mutedText, strong.panel) >= 7.0);
    }
};

QTEST_MAIN(ThemeTest)
#include "ThemeTest.moc"
