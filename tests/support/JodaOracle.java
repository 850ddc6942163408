import java.net.URLDecoder;
import java.net.URLEncoder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.joda.time.DateTime;
import org.joda.time.DateTimeZone;
import org.joda.time.format.DateTimeFormat;
import org.joda.time.format.DateTimeFormatter;

/**
 * Asks Joda-Time. One question a line, fields split by tabs and percent-encoded:
 * "format pattern millis zone" answers the text, "parse pattern text pivot" the milliseconds since 1970;
 * both answer "!" and the exception's name where Joda refuses.
 */
public class JodaOracle {
    public static void main(String[] arguments) throws Exception {
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        StringBuilder answers = new StringBuilder();
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            String[] fields = line.split("\t", -1);
            for (int at = 0; at < fields.length; at++) {
                fields[at] = URLDecoder.decode(fields[at], "UTF-8");
            }
            answers.append(answer(fields)).append('\n');
        }
        System.out.print(answers);
    }

    private static String answer(String[] fields) throws Exception {
        try {
            DateTimeFormatter formatter = DateTimeFormat.forPattern(fields[1]).withLocale(Locale.ENGLISH);
            if (fields[0].equals("format")) {
                DateTimeZone zone = DateTimeZone.forID(fields[3]);
                return URLEncoder.encode(formatter.print(new DateTime(Long.parseLong(fields[2]), zone)), "UTF-8");
            }
            DateTimeFormatter reader = formatter.withZoneUTC().withPivotYear(Integer.valueOf(fields[3]));
            return Long.toString(reader.parseDateTime(fields[2]).getMillis());
        } catch (RuntimeException refused) {
            return "!" + refused.getClass().getSimpleName();
        }
    }
}
